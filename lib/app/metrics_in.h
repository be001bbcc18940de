/*
 * metrics_in.h - takes metrics that another program writes to a file
 * descriptor, to a file, or to event files of TensorBoard.
 *
 * The metrics become the table metrics.tsv in the run's directory.  Rows that
 * come by a descriptor or a file are there while the program runs.
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
	int number;	  /* descriptor of the program; 0: none */
	const char *file; /* path of a file that the program writes, or NULL */
	char *table;	  /* path of metrics.tsv */
	int from, to;	  /* ends of the pipe to the descriptor; -1: closed */
	struct metric_lines lines;
	size_t written; /* bytes of the table that metrics.tsv has */
	/* bytes that FILE had before the program ran, and bytes read of it */
	uint64_t old, read;
	struct stat before;
	struct digest digest; /* digest of the first OLD bytes */
	int shrank;	      /* 1: FILE got shorter */
	int failed;
	struct err err;
};

/* Fails with err_data if FILE is there and is no regular file. */
int metrics_in_check(const char *file, struct err *err);
/* Begins with the descriptor NUMBER (METRICS_IN_LOWEST to METRICS_IN_HIGHEST,
 * or 0), FILE (or NULL), or event files alone.  RUN_DIR is the run's directory.
 * The caller releases M, also after a failure. */
int metrics_in_begin(struct metrics_in *m, int number, const char *file,
		     const char *run_dir, struct err *err);
/* In the child, just before exec: makes the pipe the descriptor NUMBER. */
void metrics_in_enter(const struct metrics_in *m);
/* In the parent, after the fork: closes the child's end of the pipe. */
void metrics_in_follow(struct metrics_in *m);
/* Takes what came by the pipe, at most 64 KiB. */
void metrics_in_take(struct metrics_in *m);
/* Takes what was added to FILE, at most 64 KiB. */
void metrics_in_look(struct metrics_in *m);

/* Completes the table, with the event files among OUTPUTS, and tells the
 * watcher of it if it has rows.  Warns of what could not be read.  FOUND is
 * what the program was seen to use, or NULL if nobody watched.  FILE counts
 * whole if the program wrote it anew or may have; otherwise only what was added
 * counts. */
int metrics_in_end(struct metrics_in *m, struct ctx *ctx,
		   const struct file_list *outputs,
		   const struct found_files *found, struct err *err);
void metrics_in_release(struct metrics_in *m);

#endif
