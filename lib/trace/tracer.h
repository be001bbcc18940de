/*
 * tracer.h - watches which files a program and its children use.
 *
 * A thread of ours gets each call by which the program opens, executes,
 * renames, removes or links a file.  If the program opens a file for reading,
 * the thread opens the file itself, records what it has opened, and gives the
 * program that descriptor.  So the record is right even if somebody renames
 * files in between.  The names of files that are written are those in the
 * calls.
 *
 * Files that the program itself provides as a file system (FUSE) cannot be
 * watched: the thread would wait for the program, and the program for the
 * thread.
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
	int stop[2]; /* a pipe that ends the thread */
	int running;
	pthread_t thread;
	/* 1: a process of the program has other rights, or another view of the
	 * files, than we have.  From then on processes open their files
	 * themselves. */
	int apart;
};

/* Makes T, which watches no program before tracer_follow.  FOUND gets the
 * files. */
int tracer_init(struct tracer *t, struct found_files *found, struct err *err);

/* Lets this process be watched.  The child calls this before it becomes the
 * program. */
void tracer_enter(struct tracer *t);

/* Starts to watch.  The parent calls this after the fork. */
int tracer_follow(struct tracer *t, struct err *err);

/* Stops watching.  Notes in FOUND if processes of the program are left. */
void tracer_end(struct tracer *t);

#endif
