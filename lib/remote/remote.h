/*
 * remote.h - runs copied to and from another store: in a directory, or on
 * another machine through ssh.
 */
#ifndef REMOTE_REMOTE_H
#define REMOTE_REMOTE_H

#include "base/messages.h"
#include "store/store.h"

enum remote_way {
	REMOTE_PUSH, /* from the store here to the place */
	REMOTE_PULL, /* from the place to the store here */
};

struct remote_options {
	const char *command; /* xp-log on the other machine; NULL: "xp-log" */
	int (*stop)(void);   /* returns 1: give up; may be NULL */
};

/* Copies runs as transfer() does.  WORD has N words: the place, a directory or
 * "ssh://[USER@]HOST[:PORT]/PATH", and the names of runs (none: all) in the
 * store that they come from.  What was copied when the link broke is kept, and
 * the next call goes on from there.  TALK gets messages. */
int remote_copy(enum remote_way way, const struct remote_options *o, int n,
		char **word, struct messages *talk, struct err *err);

/* The other end: answers, on the descriptors IN and OUT, a remote_copy with the
 * store in the directory PATH, which a push makes if there is none.  With
 * READ_ONLY, a push is refused.  Returns 1 if the peer was told what is
 * wrong. */
int remote_serve(const char *path, int in, int out, int read_only,
		 int (*stop)(void), struct err *err);

#endif
