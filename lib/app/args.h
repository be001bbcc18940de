/*
 * args.h - parses a command line by a table of options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include "app/opt.h"

/* Set the options of OPTS from ARGV and remove them from it, as GNU programs
 * do: options and operands may be mixed, "--" ends the options, "-" is an
 * operand, and a name may be shortened as long as it is unique.  With
 * STOP_EARLY the first operand ends the options.  Returns the number of
 * operands, which are then the first words of ARGV, or -1.  PLACE (or NULL)
 * has room for ARGC numbers: PLACE[I] becomes the index in ARGV at which
 * operand I stood. */
int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       int *place, struct err *err);

/* Returns 0 when ARGC is from LOW to HIGH, else -1 with err_usage, "want
 * WHAT". */
int args_count(int argc, int low, int high, const char *what, struct err *err);

#endif
