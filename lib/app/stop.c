/* stop.c - see stop.h. */
#include "app/stop.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "file/out.h"

static volatile sig_atomic_t stop_signal, catching, checkpoint, at_terminal;
static uint64_t ignored; /* bits of the signals that were, when we began */

/* A second signal ends the program, unless it comes at the same time as the
 * first: timeout and batch systems send a signal to the program and then to its
 * process group. */
static void on_signal(int number, siginfo_t *info, void *context)
{
	static double first;
	int again = stop_signal && clock_seconds() - first > 1;

	(void)context;

	if (catching && !again) {
		if (!stop_signal)
			first = clock_seconds();
		at_terminal = info->si_code == SI_KERNEL;
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

/* A write that fails says so by its error.  A handler, unlike SIG_IGN, ends
 * with exec: a program that we start has the usual action. */
static void on_failed_write(int number)
{
	(void)number;
}

int stop_was_ignored(int number)
{
	return ignored >> number & 1;
}

void stop_install(void)
{
	static const int number[] = { SIGINT, SIGTERM, SIGHUP };
	static const int write[] = { SIGPIPE, SIGXFSZ };
	struct sigaction now,
		new = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	struct sigaction ask = { .sa_handler = on_checkpoint,
				 .sa_flags = SA_RESTART };
	struct sigaction go_on = { .sa_handler = on_failed_write,
				   .sa_flags = SA_RESTART };

	for (int k = 1; k < 64; k++)
		if (!sigaction(k, NULL, &now) && now.sa_handler == SIG_IGN)
			ignored |= (uint64_t)1 << k;
	if (!stop_was_ignored(SIGUSR1))
		sigaction(SIGUSR1, &ask, NULL);
	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (!stop_was_ignored(number[i])) /* nohup */
			sigaction(number[i], &new, NULL);
	for (size_t i = 0; i < sizeof(write) / sizeof(*write); i++)
		if (!stop_was_ignored(write[i]))
			sigaction(write[i], &go_on, NULL);
}

int stop_number(void)
{
	return stop_signal;
}

int stop_at_terminal(void)
{
	return at_terminal;
}

void stop_ignore(void)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
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
