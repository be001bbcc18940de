/*
 * took.c - run a command and say what it took:
 *
 *	took COMMAND [ARGUMENT]...
 *
 * Prints wall seconds, processor seconds and most memory in MB; what the
 * command prints goes nowhere.  Ends as the command did.
 */
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "turn.h"

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

int main(int argc, char **argv)
{
	double start = turn_clock();
	struct rusage use;
	int status;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) < 0)
		return 4;
	printf("%.6f %.6f %.1f\n", turn_clock() - start,
	       seconds(use.ru_utime) + seconds(use.ru_stime),
	       (double)use.ru_maxrss / 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}
