/*
 * messages.h - sentences for a person, in order.
 *
 * The library never prints.  What a person should read about work that
 * succeeded is collected here and printed by the tool (ctx_messages); what
 * made it fail is a struct err.
 */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include <stddef.h>

enum message_level {
	MESSAGE_INFO,	 /* what was done; silent with --quiet */
	MESSAGE_WARNING, /* what a person should look at */
};

struct messages { /* all-zero is empty */
	struct message {
		enum message_level level;
		char *text; /* one line, no full stop */
	} * list;
	size_t n, cap;
};

void messages_info(struct messages *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void messages_warn(struct messages *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same with a text that the caller allocated and M frees. */
void messages_take(struct messages *m, enum message_level level, char *text);
/* Moves what FROM has to TO, but for sentences that TO has already. */
void messages_move(struct messages *to, struct messages *from);
void messages_release(struct messages *m);

#endif
