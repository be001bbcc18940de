/*
 * seen.h - what is known of files that were opened, by their paths as
 * written.  Inside lib/base only.  Safe to use from any thread.
 */
#ifndef BASE_SEEN_H
#define BASE_SEEN_H

#include <sys/stat.h>

#include "base/digest.h"
#include "base/err.h"

struct seen {
	char *path;
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed, told;
	int pending;		/* is being hashed */
	int due;		/* is to be told of, at the latest at the end */
	int reported;		/* a reader knows that it was changed */
	struct seen *next;	/* in the order of their first opening */
};

/* What is known of PATH, made on first sight.  Never moves or goes. */
struct seen *seen_look_up(const char *path, const struct stat *st);
struct seen *seen_first(void);
int seen_is_unchanged(const struct seen *s, const struct stat *st);
/* It is another file now, by our own hand: no input, and not hashed. */
void seen_anew(struct seen *s, const struct stat *st);

/* 1, once, to who may tell the watcher of it. */
int seen_claim(struct seen *s);
/* Its digest; 0: not known yet. */
int seen_digest(struct seen *s, struct digest *to);
void seen_set_digest(struct seen *s, const struct digest *d);	/* NULL: no */
void seen_set_pending(struct seen *s);	/* until seen_set_digest */
int seen_is_pending(struct seen *s);

/* Whoever reads it has been told that it was changed, and will say so. */
void seen_set_reported(struct seen *s);
int seen_is_reported(struct seen *s);

/* What went wrong where nobody could be told: the first is kept. */
void seen_note_trouble(const struct err *err);
int seen_trouble(struct err *err);	/* -1: there is some */
/* No trouble, and nothing is due. */
void seen_forget(void);

#endif
