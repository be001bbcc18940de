/*
 * messages.h - a list of sentences for the user.
 *
 * The library never prints.  It adds sentences to such a list, and the tool
 * prints the list (ctx_messages).  The reason for a failure goes into a struct
 * err instead.
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

/* Appends TEXT, a string from malloc that M then owns. */
void messages_take(struct messages *m, enum message_level level, char *text);

/* Moves the sentences of FROM to the end of TO and empties FROM.  A sentence
 * that TO already has is dropped. */
void messages_move(struct messages *to, struct messages *from);
void messages_release(struct messages *m);

#endif
