/*
 * wire.h - sends and receives messages between two programs xp-log, mostly on
 * two machines.
 *
 * A message is one letter, the number of bytes that follow (4 bytes, the
 * highest first) and these bytes.  The other program (the peer) is not trusted:
 * wire_get allocates no memory for a message that is longer than its caller
 * allows.
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
	/* why its sender ends: kind of error (digit), then the text */
	WIRE_ERROR = 'E',
	WIRE_TALK = 'M', /* for the user: level (digit), then the text */
	WIRE_RUNS = 'R', /* lines "ID DIGEST" */
	/* '1' (wanted) or '0' for each thing offered */
	WIRE_WANTED = 'W',
	WIRE_RUN = 'I', /* id of the run whose files follow */
	/* "NAME SIZE": a file of the run; WIRE_DATA follow */
	WIRE_FILE = 'F',
	WIRE_LINK = 'L', /* "NAME": a file of the run that is an object */
	/* lines "DIGEST SIZE MODE"; mend.h: "DIGEST PATH" */
	WIRE_OBJECTS = 'O',
	WIRE_DATA = 'D', /* piece of a file or an object */
	WIRE_TAG = 'T',	 /* "NAME ID" */
	/* end of a list; the last one of a link has counts */
	WIRE_END = 'Z',
};

#define WIRE_PIECE ((size_t)256 << 10) /* most bytes in a WIRE_DATA */
/* most bytes in an error or a message for the user */
#define WIRE_LINE ((size_t)4096)
#define WIRE_LIST ((size_t)256 << 20) /* most bytes in any message */

struct wire {
	int in, out;	   /* descriptors */
	int (*stop)(void); /* returns 1: give up; may be NULL */
	/* gets the peer's messages for the user; may be NULL */
	struct messages *talk;
	size_t talked; /* number of these messages */
	int heard;     /* 1: the peer has sent a valid message */
	int over; /* 1: the peer has gone, or one side has said why it ends */
	int told; /* 1: the peer has said why it ends */
};

/* Sends the N bytes DATA as a message of TYPE.  Fails with err_data if N is
 * above WIRE_LIST, else like wire_get. */
int wire_put(struct wire *w, enum wire_type type, const void *data, size_t n,
	     struct err *err);

/* Sends a text as a message of TYPE. */
int wire_put_text(struct wire *w, enum wire_type type, struct err *err,
		  const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Sends the error WHY, unless W->over is 1. */
void wire_put_error(struct wire *w, const struct err *why);

/* Sends the messages TALK, which are for the user, and empties TALK. */
int wire_put_talk(struct wire *w, struct messages *talk, struct err *err);

/* Waits for a message that is neither an error nor for the user.  Returns its
 * type, and puts its bytes, MAX at most, into TO.  Messages for the user that
 * come before it go to W->talk.  Fails with the peer's error if that comes.
 * Fails with err_sys if the peer is gone or silent for ten minutes, or if
 * W->stop returned 1.  Fails with err_data if the bytes are no message. */
int wire_get(struct wire *w, struct buf *to, size_t max, struct err *err);

/* Does the same for a message of TYPE, and returns 0.  Fails with err_data if a
 * message of another type comes. */
int wire_want(struct wire *w, enum wire_type type, struct buf *to, size_t max,
	      struct err *err);

/* Fills ERR with: the peer sent WHAT, which the protocol forbids.  Returns
 * -1. */
int wire_nonsense(const char *what, struct err *err);

/* Receives N bytes in messages WIRE_DATA, and calls FN with each piece. */
typedef int wire_fn(void *arg, const void *data, size_t n, struct err *err);
int wire_data(struct wire *w, uint64_t n, wire_fn *fn, void *arg,
	      struct err *err);

/* Cuts the last N words, which are numbers, off LINE and puts their values into
 * TO.  Fails with err_data if one is no number. */
int wire_numbers(char *line, uint64_t *to, int n, struct err *err);

#endif
