/*
 * remote.h - copies runs to or from another store: in a directory, on another
 * machine through ssh, or in a bucket through rclone.
 */
#ifndef REMOTE_REMOTE_H
#define REMOTE_REMOTE_H

#include "base/messages.h"
#include "store/store.h"
#include "upkeep/repair.h"

/* for the help of the commands that do this */
#define REMOTE_PLACES                                                         \
	"PLACE is a directory, ssh://[USER@]HOST[:PORT]/PATH, "               \
	"s3://BUCKET/PATH, or rclone:REMOTE:PATH for all else that rclone "   \
	"reaches. Only what is missing there is copied, and all that comes "  \
	"is compared with its SHA-256; what was interrupted is completed by " \
	"the same command.\n"                                                 \
	"s3 and rclone need the program rclone, and its environment "         \
	"variables (RCLONE_S3_ENDPOINT, RCLONE_S3_PROVIDER; keys as AWS's "   \
	"programs find them) or its settings. There, files are only added, "  \
	"never changed or removed, and nothing is locked: any number may "    \
	"push at once, and a run is there when its record is, which comes "   \
	"last. Not promised: that a file is whole on a remote where rclone "  \
	"does not put it at once (S3 does; a pull finds out), that what "     \
	"nobody needs is ever removed, and which run has a tag that two "     \
	"gave at once (a pull says so, and takes neither)."

enum remote_way {
	REMOTE_PUSH, /* from the store here to the place */
	REMOTE_PULL, /* from the place to the store here */
};

struct remote_options {
	/* starts xp-log on the other machine; NULL: "xp-log" */
	const char *command;
	int (*stop)(void); /* returns 1: give up; may be NULL */
};

/* Copies runs as transfer() does (upkeep/transfer.h).  WORD has N words.  The
 * first is the place (REMOTE_PLACES).  The others name runs in the store that
 * the runs come from; without them all runs are copied.  After a broken
 * connection, the next call copies the rest.  Adds messages to TALK. */
int remote_copy(enum remote_way way, const struct remote_options *o, int n,
		char **word, struct messages *talk, struct err *err);

/* Repairs what the findings of F want, as repair_from does (upkeep/repair.h).
 * FROM is a directory, an archive, "ssh://..." or a bucket (only objects). */
int remote_repair(struct fsck_report *f, const char *from,
		  const struct remote_options *o, struct messages *talk,
		  struct err *err);

/* Answers, on the other machine, a remote_copy or remote_repair.  Reads from
 * the descriptor IN and writes to OUT.  Uses the store in the directory PATH; a
 * push makes it if there is none.  If READ_ONLY is 1, a push fails.  Returns 0;
 * 1 if something failed and one side has told the other why; or -1. */
int remote_serve(const char *path, int in, int out, int read_only,
		 int (*stop)(void), struct err *err);

#endif
