/*
 * messages.h - sentences for the user, in order.
 *
 * The library never prints.  It collects here what the user should read about
 * work that succeeded, and the tool prints it (ctx_messages).  The reason for
 * a failure goes into a struct err instead.
 */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include <stddef.h>

enum message_level {
	MESSAGE_INFO,	 /* what was done; not printed with --quiet */
	MESSAGE_WARNING, /* what the user should look at */
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
/* The same with TEXT, which the caller has allocated and M will free. */
void messages_take(struct messages *m, enum message_level level, char *text);
/* Move the sentences of FROM to TO, without those that TO already has.  FROM
 * is empty afterwards. */
void messages_move(struct messages *to, struct messages *from);
void messages_release(struct messages *m);

#endif
