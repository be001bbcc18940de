/*
 * turn.h - a program that speed.sh measures beside others: it is ready when
 * it has said so, takes one step for each line on stdin and prints the
 * seconds that took, and at the end its most memory in MB.
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

/* Take steps as asked; the first one, to warm up, is nobody's. */
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
