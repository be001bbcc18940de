/*
 * traced_calls.h - the system calls that the tracer looks at.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_TRACED_CALLS_H
#define TRACE_TRACED_CALLS_H

#include <stddef.h>

enum traced_kind {
	TRACED_OPEN,	 /* path, flags */
	TRACED_OPEN_HOW, /* path, struct open_how */
	TRACED_CREATE,	 /* path */
	TRACED_EXECUTE,
	TRACED_RENAME, /* path, new path */
	TRACED_REMOVE,
	TRACED_LINK,	/* new path */
	TRACED_SYMLINK, /* new path */
	TRACED_READ_LINK,
	TRACED_TRUNCATE,
	TRACED_MAKE_DIR, /* path; the next two matter to `protect` only */
	TRACED_CHANGE,	 /* path: its owner, permissions or times */
	TRACED_HANDLE,	 /* a file is opened without its name */
	TRACED_RING,	 /* files may be opened without calls */
	TRACED_APART,	 /* what the process may do, or sees, changes */
};

/* Indexes of the arguments: DIR (-1: the current directory) and PATH, the same
 * of the new name; FLAGS, and the MODE of a file that is made, if any. */
struct traced_call {
	int number;
	enum traced_kind kind;
	int dir, path, flags;
	int new_dir, new_path;
	int mode;
};

enum { TRACED_MOST = 64 }; /* at least as many as there are */

extern const struct traced_call traced_calls[];
extern const size_t traced_calls_n;

/* Returns the call with this number, or NULL. */
const struct traced_call *traced_calls_find(int number);

#endif
