/*
 * args.h - parses a command line by a table of options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include "app/opt.h"

/* words of ARGV; the caller makes both lists, zeroed, of ARGC numbers */
struct args_words {
	int *place; /* place[i]: index of operand i in ARGV */
	int *when;  /* when[i]: 1 if word i belonged to an OPT_WHEN option */
};

/*
 * Sets the options OPTS from ARGV and removes them from ARGV, by GNU's rules:
 * options and operands may be mixed; "--" ends the options; "-" is an operand;
 * the name of an option may be shortened to any unique prefix.  Options on the
 * command line win over a settings file (--config).  If STOP_EARLY is 1, the
 * first operand ends the options, too.
 *
 * ARGV has no program at its start: its first word may be an option.  Returns
 * the number of operands, which are then the first words of ARGV, or -1.  Fills
 * WORDS unless it is NULL.
 */
int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       struct args_words *words, struct err *err);

/* Returns the option that the word ARG names ("--name=3"; shortened, "--na"),
 * or NULL. */
const struct opt *args_option(const struct opt *opts, const char *arg);

/* Returns the index in ARGV of the first word before "--" that is the option
 * NAME, or 0.  Here ARGV[0] is the program. */
int args_find(const struct opt *opts, const char *name, int argc, char **argv);

/* Fails with err_usage ("want WHAT") unless ARGC is from LOW to HIGH. */
int args_count(int argc, int low, int high, const char *what, struct err *err);

#endif
