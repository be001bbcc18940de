/*
 * strike.c - strike N PROGRAM [ARGUMENT]...: runs PROGRAM and kills it, its
 * threads and children, before the N-th system call that changes what is on
 * disk.  Exits with 137 when it did, else as the program does; with 99 where
 * tracing is not allowed.
 */
#include <stdlib.h>

#include "strike.h"

int main(int argc, char **argv)
{
	struct strike s;
	int rc, last = argc > 2 ? atoi(argv[1]) : 0;
	pid_t pid = last > 0 ? fork() : -1;

	if (pid < 0)
		return 99;
	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(99);
		raise(SIGSTOP);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	rc = strike_run(&s, pid, last);
	return rc == STRIKE_KILLED ? 137 : rc == STRIKE_CANNOT ? 99 : rc;
}
