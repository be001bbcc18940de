/*
 * remote.h - copies runs to or from another store: in a directory, or on
 * another machine through ssh.
 */
#ifndef REMOTE_REMOTE_H
#define REMOTE_REMOTE_H

#include "base/messages.h"
#include "store/store.h"
#include "upkeep/repair.h"

enum remote_way {
	REMOTE_PUSH, /* from the store here to the place */
	REMOTE_PULL, /* from the place to the store here */
};

struct remote_options {
	const char *command; /* xp-log on the other machine; NULL: "xp-log" */
	int (*stop)(void);   /* returns 1: give up; may be NULL */
};

/* Copies runs as transfer() does (upkeep/transfer.h).  WORD has N words.  The
 * first is the place: a directory or "ssh://[USER@]HOST[:PORT]/PATH".  The
 * others name runs in the store that the runs come from; if there are none, all
 * runs are copied.  If the connection breaks, the store keeps what has been
 * copied, and the next call copies the rest.  Adds messages to TALK. */
int remote_copy(enum remote_way way, const struct remote_options *o, int n,
		char **word, struct messages *talk, struct err *err);

/* Repairs what the findings of F want, as repair_from does (upkeep/repair.h),
 * from the place FROM: a directory, an archive or "ssh://...". */
int remote_repair(struct fsck_report *f, const char *from,
		  const struct remote_options *o, struct messages *talk,
		  struct err *err);

/* Runs on the other machine and answers a remote_copy or remote_repair.  Reads
 * from the descriptor IN and writes to OUT.  Uses the store in the directory
 * PATH; a push makes it if there is none.  If READ_ONLY is 1, a push fails.
 * Returns 1 if something failed and one side has told the other why. */
int remote_serve(const char *path, int in, int out, int read_only,
		 int (*stop)(void), struct err *err);

#endif
