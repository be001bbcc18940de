/*
 * messages.h - a list of sentences for the user.
 *
 * The library never prints.  It adds what it has to say to such a list, and the
 * tool prints the list (ctx_messages).  The reason for a failure is not a
 * message: it goes into a struct err (err.h).
 */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include <stddef.h>

enum message_level {
	MESSAGE_INFO,	 /* what was done; not printed with --quiet */
	MESSAGE_WARNING, /* something that the user should look at */
};

struct messages { /* all-zero is empty */
	struct message {
		enum message_level level;
		char *text; /* one line, no full stop */
	} * list;
	size_t n, cap;
};

/* Each appends one sentence to M. */
void messages_info(struct messages *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void messages_warn(struct messages *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends TEXT.  From now on M owns TEXT. */
void messages_take(struct messages *m, enum message_level level, char *text);

/* Moves the sentences of FROM to the end of TO.  Sentences that TO already has
 * are dropped.  FROM is empty afterwards. */
void messages_move(struct messages *to, struct messages *from);
void messages_release(struct messages *m);

#endif
