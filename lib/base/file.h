/*
 * file.h - the only place that opens the user's files.
 *
 * What a tool reads and writes passes here, so one watcher (app/record.c)
 * learns of every input and output with its size and SHA-256 and no tool
 * writes a line for it.  Without a watcher nothing is hashed.
 *
 * "-" is standard input or output.  Outputs appear whole or not at all.
 * With XP_OUTSIDE=DIR in the environment, paths that are absolute or hold
 * ".." are looked up below DIR instead: so a restored experiment finds the
 * files that once lay outside of it (file_outside says how they are named).
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/strs.h"

enum file_kind {
	FILE_PLAIN,	/* tables, settings, weights: kept by content */
	FILE_IMAGE,	/* kept by reference: path, size, digest */
};

struct file_note {
	int output;		/* 0: was read, 1: was written */
	enum file_kind kind;
	const char *path;	/* as the user or a table wrote it */
	const char *at;		/* where it can be read now; NULL: a stream */
	const struct buf *data;	/* the content if it is in memory, or NULL */
	uint64_t size;
	struct digest digest;
};

/* FN is told of each input once and of each output when it is committed;
 * one call at a time, on any thread.  Of an input when it is first opened,
 * but of an image when it has been hashed, which is while it is decoded
 * (in_stream) or in file_settle.  It returns -1 with ERR filled to make
 * the call that opened or committed fail, or file_settle.  NULL: nobody
 * listens; images that nobody was told of by then are forgotten. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);
void file_watch(file_watch_fn *fn, void *arg);

/* SHA-256 of a file's bytes; read once a process, however often asked.
 * Does not tell the watcher. */
int file_digest(struct digest *to, const char *path, struct err *err);

/* WHO ("pairs.tsv:14") says that PATH has this digest.  Where the watcher
 * is to be told of another one, that is err_data.  So is another one that
 * was said before. */
int file_expect(const char *path, const struct digest *d, const char *who,
		struct err *err);

/* From here on "-" reads these bytes (which must stay) and not stdin. */
void file_stdin_from(const void *data, size_t n);

/* Tell the watcher of a file some other program read or wrote. */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: what went to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* DIR is the run's own directory (NULL: there is none).  What lies below
 * it is looked up as it is, whatever XP_OUTSIDE says.  Reading it makes no
 * input and committing it no output until file_tell names it: then it is
 * known by its name below DIR. */
void file_own(const char *dir);
/* DIR is the archive: it is looked up as it is as well. */
void file_archive(const char *dir);
/* The name below DIR that PATH has, or NULL.  Belongs to PATH. */
const char *file_own_name(const char *path);

/* The whole of a file or of stdin, at most MAX bytes (more: err_data). */
int file_slurp(struct buf *to, const char *path, size_t max,
	       struct err *err);

/* A descriptor of PATH, which is no directory, and what stat(2) says of
 * it; FLAGS as open(2)'s.  The watcher is not told. */
struct stat;
int file_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

/* An input that is read at any offset.  All-zero is closed. */
struct in {
	int fd, open;
	uint64_t size;
	char *path;
	/* for input.c only */
	enum file_kind kind;
	struct timespec mtime;
	struct seen *seen;
	struct hashing *hashing;
	int streamed;
};
int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err);
/* Bytes read (fewer only at the end of the file), or -1: err_sys. */
ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err);
/* Err_data when the file was changed since it was first opened. */
int in_same(const struct in *in, struct err *err);
/* An image's pixels will be read now: hash it meanwhile, on another
 * thread.  What goes wrong there makes the next in_open of an image,
 * out_commit or file_settle fail. */
void in_stream(struct in *in);
/* An image that was changed since it was opened is such trouble, too, unless
 * in_same has said so: whoever asked knows which row it is of. */
void in_close(struct in *in);
/* Wait until the watcher has been told of all images that were streamed;
 * ALL: of those that were only opened, too.  -1: one was changed meanwhile
 * or could not be read, or the watcher said no. */
int file_settle(int all, struct err *err);

/* An output: a temporary file beside PATH that out_commit renames, or
 * stdout, whose bytes are held back until out_commit (or out_flush). */
struct out {
	int fd, open, to_stdout;
	int failed;		/* errno of the first failure, or 0 */
	enum file_kind kind;
	char *path, *at, *temp;
	struct buf data;	/* bytes not yet written */
	struct buf sent;	/* stdout only: bytes already written */
	int direct;		/* a device or pipe: no temporary file */
	struct err err;		/* the first failure; out_commit reports it */
};
int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err);
/* Errors are kept and reported by out_commit, so calls need no check. */
void out_add(struct out *o, const void *data, size_t n);
void out_str(struct out *o, const char *text);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* For libtiff: random access to the temporary file. */
ssize_t out_write_at(struct out *o, const void *data, size_t n,
		     uint64_t offset);
ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset);
/* Hand what is there to the reader of stdout now. */
void out_flush(struct out *o);
/* Make the output visible, once what it was made from is known to have
 * been the same all the time (file_settle), and tell the watcher.  Calling
 * it again does nothing.  SYNC: on disk before the name changes. */
int out_commit(struct out *o, struct err *err);
int out_commit_sync(struct out *o, struct err *err);
/* For a signal handler: remove the temporary files of all open outputs. */
void out_abandon(void);
/* Before a commit: drop everything.  After: free memory. */
void out_release(struct out *o);

/* 0 when an output can be made at PATH: tried, not guessed. */
int file_try(const char *path, struct err *err);

/* Write a small file in one go. */
int file_write(const char *path, const void *data, size_t n,
	       struct err *err);

/* Where PATH is looked up now; the caller frees it.  See XP_OUTSIDE. */
char *file_resolve(const char *path);
/* "/a/b" -> "root/a/b", "../c" -> "up/c"; NULL for a path that stays
 * inside the working directory.  The caller frees it. */
char *file_outside(const char *path);
/* Names that match PATTERN (glob(7)), or the files directly in the
 * directory PATTERN; sorted by bytes.  No match adds nothing; a link that
 * leads nowhere is a match. */
int file_glob(struct strs *to, const char *pattern, struct err *err);

/* Add to the end of a live file of the run, made if need be: one write.
 * SYNC: all that it holds is on disk when this returns. */
int file_append(const char *path, const void *data, size_t n, int sync,
		struct err *err);

int file_exists(const char *path);
int file_is_directory(const char *path);
int file_make_dirs(const char *path, struct err *err);	/* mkdir -p */

#endif
