/*
 * turn.h - the loop of a program that speed.sh measures side by side with
 * others.
 *
 * The program prints a line when it is ready.  Then it takes one step for each
 * line on stdin and prints the seconds that it took.  At the end it prints the
 * most memory that it used, in MB.
 */
#ifndef BENCH_TURN_H
#define BENCH_TURN_H

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static inline double turn_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Takes steps as asked.  A first step, to warm up, is not measured. */
static inline void turn_loop(const char *about, void (*step)(void *), void *arg)
{
	struct rusage use;
	char line[16];

	step(arg);
	printf("%s\n", about);
	fflush(stdout);
	while (fgets(line, sizeof line, stdin) && line[0] != 'q') {
		double start = turn_clock();

		step(arg);
		printf("%.6f\n", turn_clock() - start);
		fflush(stdout);
	}
	getrusage(RUSAGE_SELF, &use);
	printf("%.1f\n", (double)use.ru_maxrss / 1024);
}

#endif
