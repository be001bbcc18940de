/*
 * wire.h - sends and receives messages between two programs xp-log, one of them
 * on another machine.
 *
 * A message is one letter, the number of bytes that follow (4 bytes, the
 * highest first) and these bytes.  The other program (the peer) is not trusted:
 * wire_get refuses a message that is longer than its caller allows, and does so
 * before it allocates memory.
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
	WIRE_HELLO = 'H', /* the request, and the answer to it */
	/* why the sender of this message ends: kind of error, then the text */
	WIRE_ERROR = 'E',
	WIRE_TALK = 'M', /* a message for the user: level, then the text */
	WIRE_RUNS = 'R', /* lines "ID DIGEST" */
	/* '1' or '0' for each thing offered: wanted or not */
	WIRE_WANTED = 'W',
	WIRE_RUN = 'I', /* id of the run whose record follows */
	/* "NAME SIZE": a file of the record; WIRE_DATA follow */
	WIRE_FILE = 'F',
	WIRE_LINK = 'L',    /* "NAME": a file of the record that is an object */
	WIRE_OBJECTS = 'O', /* lines "DIGEST SIZE MODE" */
	WIRE_DATA = 'D',    /* a piece of a file or an object */
	WIRE_TAG = 'T',	    /* "NAME ID" */
	/* end of a list; at the very end of a link, counts too */
	WIRE_END = 'Z',
};

#define WIRE_PIECE ((size_t)256 << 10) /* bytes in a WIRE_DATA, at most */
#define WIRE_LINE ((size_t)4096)       /* bytes in a message of one line */
#define WIRE_LIST ((size_t)256 << 20)  /* bytes in a list */

struct wire {
	int in, out;	   /* descriptors */
	int (*stop)(void); /* returns 1: give up; may be NULL */
	/* gets the messages that the peer has for the user */
	struct messages *talk;
	size_t talked; /* number of messages that the peer had for the user */
	int heard;     /* 1: the peer sent a valid message */
	int over;      /* 1: the peer has gone, or has said why it will */
	int told;      /* 1: the peer has said why it ends */
};

/* Sends the N bytes DATA as a message of TYPE. */
int wire_put(struct wire *w, enum wire_type type, const void *data, size_t n,
	     struct err *err);

/* Sends a text as a message of TYPE. */
int wire_put_text(struct wire *w, enum wire_type type, struct err *err,
		  const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Sends the error WHY, unless the peer has gone. */
void wire_put_error(struct wire *w, const struct err *why);

/* Sends the messages TALK, which are for the user. */
int wire_put_talk(struct wire *w, struct messages *talk, struct err *err);

/* Waits for a message of at most MAX bytes and puts these bytes into TO.  Adds
 * to W->talk the messages for the user that come before it.  Returns the type
 * of the message.  Returns -1 if the peer sent an error, sent nothing for ten
 * minutes, or sent bytes that are no message. */
int wire_get(struct wire *w, struct buf *to, size_t max, struct err *err);

/* Does the same for a message of TYPE.  Fails with err_data if a message of
 * another type comes. */
int wire_want(struct wire *w, enum wire_type type, struct buf *to, size_t max,
	      struct err *err);

/* Fills ERR: the peer sent WHAT, which the protocol does not allow.  Returns
 * -1. */
int wire_nonsense(const char *what, struct err *err);

/* Receives N bytes that come in messages WIRE_DATA.  Calls FN with each
 * piece. */
typedef int wire_fn(void *arg, const void *data, size_t n, struct err *err);
int wire_data(struct wire *w, uint64_t n, wire_fn *fn, void *arg,
	      struct err *err);

/* Cuts the last N words off LINE, each with the space before it, and puts their
 * values into TO. */
int wire_numbers(char *line, uint64_t *to, int n, struct err *err);

#endif
