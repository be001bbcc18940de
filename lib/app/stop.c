/* stop.c - see stop.h. */
#include "app/stop.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "file/out.h"

static volatile sig_atomic_t stop_signal, catching, checkpoint;

/* A second signal ends the program, unless it comes at the same time as the
 * first: timeout and batch systems send a signal to the program and then to its
 * process group. */
static void on_signal(int number)
{
	static double first;
	int again = stop_signal && clock_seconds() - first > 1;

	if (catching && !again) {
		if (!stop_signal)
			first = clock_seconds();
		stop_signal = number;
		return;
	}
	out_abandon();
	signal(number, SIG_DFL);
	raise(number);
}

static void on_checkpoint(int number)
{
	(void)number;
	checkpoint = 1;
}

void stop_install(void)
{
	static const int number[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now, new = { .sa_handler = on_signal };
	struct sigaction ask = { .sa_handler = on_checkpoint,
				 .sa_flags = SA_RESTART };

	sigaction(SIGUSR1, &ask, NULL);

	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (!sigaction(number[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN) /* ignored: nohup */
			sigaction(number[i], &new, NULL);
}

int stop_number(void)
{
	return stop_signal;
}

void stop_catch(void)
{
	catching = 1;
}

int stop_checkpoint_asked(void)
{
	int asked = checkpoint;

	checkpoint = 0;
	return asked;
}

int stop_asked(void)
{
	return catching && stop_signal;
}

int stop_fail(struct err *err)
{
	const char *name = sigabbrev_np(stop_signal);

	return err_no(err, "stopped by SIG%s", name ? name : "?");
}
