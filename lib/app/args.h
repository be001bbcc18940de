/*
 * args.h - parses a command line by a table of options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include "app/opt.h"

/*
 * Sets the options OPTS from ARGV and removes them, by GNU's rules: options and
 * operands may be mixed, "--" ends the options, "-" is an operand, and a name
 * may be shortened as long as it is unique.  With STOP_EARLY the first operand
 * ends the options, too.
 *
 * Returns the number of operands, now the first words of ARGV, or -1.  PLACE
 * (or NULL) has room for ARGC numbers: PLACE[i] becomes the index that operand
 * i had.
 */
int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       int *place, struct err *err);

/* Fails with err_usage ("want WHAT") unless ARGC is from LOW to HIGH. */
int args_count(int argc, int low, int high, const char *what, struct err *err);

#endif
