/*
 * tracer.h - watches which files a program and its children use.
 *
 * A thread looks at each call that opens, executes, renames, removes or links
 * a file.  It opens what a program wants to read itself and hands it over, so
 * that what is recorded is what the program got, whoever renames meanwhile.
 * The names of files that are written are those of the calls.
 *
 * A file system that the program itself provides (FUSE) cannot be watched: the
 * thread would wait for the program.
 *
 * Inside lib/app only.
 */
#ifndef APP_TRACER_H
#define APP_TRACER_H

#include <pthread.h>

#include "app/found_files.h"
#include "app/notify.h"

struct tracer {
	struct found_files *found; /* what it finds */
	int socket[2];		   /* to the child; -1: closed */
	struct notify notify;
	int stop[2]; /* a pipe that ends the thread */
	int running;
	pthread_t thread;
	/* A process has changed who it is or what it sees: from then on it must
	 * open its files itself. */
	int apart;
};

/* T is empty; the program is not watched until tracer_follow. */
int tracer_init(struct tracer *t, struct found_files *found, struct err *err);
/* In the child, before it becomes the program. */
void tracer_enter(struct tracer *t);
/* In the parent, after the fork. */
int tracer_follow(struct tracer *t, struct err *err);
/* Stops watching.  FOUND learns of processes that are left. */
void tracer_end(struct tracer *t);

#endif
