/*
 * secret_command.h - finds passwords in the commands of programs that take them
 * as the value of an option of their own, such as "curl -u user:password".
 *
 * Inside lib/code only.
 */
#ifndef CODE_SECRET_COMMAND_H
#define CODE_SECRET_COMMAND_H

#include <stddef.h>

/* The words of a command, one after the other. */
struct secret_command {
	char tool[16];	 /* the last known program, or "" */
	int value_comes; /* the next word is the value of such an option */
};

/* Begins a command whose program is TOOL; NULL: a word says so. */
void secret_command_begin(struct secret_command *c, const char *tool);

/* Looks at the N characters WORD.  Returns where the secret in it begins, or N
 * if there is none. */
size_t secret_command_word(struct secret_command *c, const char *word,
			   size_t n);

#endif
