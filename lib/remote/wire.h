/*
 * wire.h - messages between two xp-log's, one of them on another machine.
 *
 * A message is one letter, the number of bytes that follow (4 bytes, the
 * highest first) and these bytes.  The peer is not trusted: a message that is
 * longer than its reader allows is refused before memory is taken for it.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_WIRE_H
#define REMOTE_WIRE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/messages.h"

enum wire_type {
	WIRE_HELLO = 'H',   /* what is asked for; the answer to it */
	WIRE_ERROR = 'E',   /* why the peer ends: kind, then the text */
	WIRE_TALK = 'M',    /* a message for the user: level, then the text */
	WIRE_RUNS = 'R',    /* lines "ID DIGEST" */
	WIRE_WANTED = 'W',  /* a '1' or a '0' for each thing that is offered */
	WIRE_RUN = 'I',	    /* the id of the run that follows */
	WIRE_FILE = 'F',    /* "NAME SIZE", a file of its record; DATA follow */
	WIRE_LINK = 'L',    /* "NAME", a file of its record that is an object */
	WIRE_OBJECTS = 'O', /* lines "DIGEST SIZE MODE" */
	WIRE_DATA = 'D',    /* a piece of a file or an object */
	WIRE_TAG = 'T',	    /* "NAME ID" */
	WIRE_END = 'Z',	    /* that was all: counts */
};

#define WIRE_PIECE ((size_t)256 << 10) /* bytes in a WIRE_DATA, at most */
#define WIRE_LINE ((size_t)4096)       /* bytes in a message of one line */
#define WIRE_LIST ((size_t)256 << 20)  /* bytes in a list */

struct wire {
	int in, out;	       /* descriptors */
	int (*stop)(void);     /* returns 1: give up; may be NULL */
	struct messages *talk; /* gets what the peer says to the user */
	size_t talked;	       /* how many sentences that were */
	int heard;	       /* 1: the peer has spoken this language */
	int over;	       /* 1: the peer has gone or said why it goes */
};

/* Sends a message of N bytes. */
int wire_put(struct wire *w, enum wire_type type, const void *data, size_t n,
	     struct err *err);
int wire_put_text(struct wire *w, enum wire_type type, struct err *err,
		  const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Sends the message ERR and the sentences of TALK, unless the peer has gone. */
void wire_put_error(struct wire *w, const struct err *why);
int wire_put_talk(struct wire *w, struct messages *talk, struct err *err);

/* Waits for a message of at most MAX bytes and puts its bytes into TO.  Returns
 * its type, or -1 when the peer sent an error, nothing for ten minutes, or
 * what is no message.  Sentences for the user go to W->talk on the way. */
int wire_get(struct wire *w, struct buf *to, size_t max, struct err *err);
/* Does the same, but a message of another type is err_data. */
int wire_want(struct wire *w, enum wire_type type, struct buf *to, size_t max,
	      struct err *err);

/* Fills ERR: the peer does not keep to the protocol.  Returns -1. */
int wire_nonsense(const char *what, struct err *err);

/* Receives N bytes that come as WIRE_DATA and calls FN with each piece. */
typedef int wire_fn(void *arg, const void *data, size_t n, struct err *err);
int wire_data(struct wire *w, uint64_t n, wire_fn *fn, void *arg,
	      struct err *err);

/* Reads the numbers at the end of LINE, a text that is changed: cuts the last
 * N words, separated by one space each, off and puts their values into TO. */
int wire_numbers(char *line, uint64_t *to, int n, struct err *err);

#endif
