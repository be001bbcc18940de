/*
 * tracer.h - watches which files a program and its children use.
 *
 * A thread of ours gets each call by which the program opens, executes,
 * renames, removes or links a file.  If the program opens a file for reading,
 * the thread opens it, records it, and gives the program that descriptor; the
 * record is right even if somebody renames files in between.  Files that are
 * written are recorded by the names in the calls.
 *
 * A program cannot be watched if it provides its own files as a file system
 * (FUSE): it and the thread would wait for each other.
 */
#ifndef TRACE_TRACER_H
#define TRACE_TRACER_H

#include <pthread.h>

#include "trace/found_files.h"
#include "trace/notify.h"

struct tracer {
	struct found_files *found; /* gets the files that the program uses */
	int socket[2];		   /* connects us with the child; -1: closed */
	struct notify notify;
	int stop[2]; /* pipe that ends the thread */
	int running;
	pthread_t thread;
	/* 1: processes open their files themselves, since one of them has other
	 * rights or another view of the files than we have, or since SELinux or
	 * AppArmor is active */
	int apart;
};

/* Fills T, which watches nothing before tracer_follow. */
int tracer_init(struct tracer *t, struct found_files *found, struct err *err);

/* Makes this process watched.  The child calls it before it becomes the
 * program. */
void tracer_enter(struct tracer *t);

/* Starts to watch.  The parent calls it after the fork. */
int tracer_follow(struct tracer *t, struct err *err);

/* Stops watching.  Notes in FOUND whether processes of the program are left. */
void tracer_end(struct tracer *t);

#endif
