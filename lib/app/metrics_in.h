/*
 * metrics_in.h - metrics that another program writes: to a file descriptor, to
 * a file, or to event files of TensorBoard.
 *
 * They become the table metrics.tsv in the run's directory, as if a tool of
 * ours had written it.  Rows that come by a descriptor or a file are there
 * while the program runs.
 *
 * Inside lib/app only.
 */
#ifndef APP_METRICS_IN_H
#define APP_METRICS_IN_H

#include "app/ctx.h"
#include "file/metric_lines.h"
#include "store/file_list.h"
#include "trace/found_files.h"

#define METRICS_IN_LOWEST 3 /* file descriptor */
#define METRICS_IN_HIGHEST 255

struct metrics_in {	  /* all-zero is empty, but for FROM and TO: -1 */
	int number;	  /* descriptor of the program, or 0 */
	const char *file; /* that the program writes, or NULL */
	char *table;	  /* path of metrics.tsv */
	int from, to;	  /* the pipe behind the descriptor; -1: closed */
	struct metric_lines lines;
	size_t written; /* bytes of the table that are in the file */
	/* the file as it was before the program ran, and what was read */
	uint64_t old, read;
	struct stat before;
	struct digest digest; /* of the first OLD bytes */
	int shrank;	      /* 1: the file was seen to get shorter */
	int failed;
	struct err err;
};

/* Returns 0 if FILE is a regular file or not there yet, -1 otherwise: a pipe
 * would be waited for. */
int metrics_in_check(const char *file, struct err *err);
/* NUMBER 0 and FILE NULL: nothing but event files.  RUN_DIR is the run's
 * directory. */
int metrics_in_begin(struct metrics_in *m, int number, const char *file,
		     const char *run_dir, struct err *err);
/* In the child, last of all: makes the pipe the descriptor NUMBER. */
void metrics_in_enter(const struct metrics_in *m);
/* In the parent, after the fork. */
void metrics_in_follow(struct metrics_in *m);
/* Takes what came by the pipe, at most one piece of it. */
void metrics_in_take(struct metrics_in *m);
/* Takes what the file has got. */
void metrics_in_look(struct metrics_in *m);

/* Completes the table, with the event files among OUTPUTS, and tells the
 * watcher of it.  Says what could not be read.  FOUND is what the program was
 * seen to use, or NULL if nobody watched.  A file that was there before counts
 * whole, unless the program is known to have added to it. */
int metrics_in_end(struct metrics_in *m, struct ctx *ctx,
		   const struct file_list *outputs,
		   const struct found_files *found, struct err *err);
void metrics_in_release(struct metrics_in *m);

#endif
