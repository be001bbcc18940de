/*
 * args.h - parses a command line by a table of options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include "app/opt.h"

/*
 * Set the options OPTS from ARGV, and remove them from ARGV.  The rules are
 * those of GNU programs.  Options and operands may be mixed.  "--" ends the
 * options.  "-" is an operand.  The name of an option may be shortened as long
 * as it is unique.  With STOP_EARLY the first operand ends the options, too.
 *
 * Returns the number of operands, or -1.  The operands are then the first
 * words of ARGV.  PLACE (or NULL) has room for ARGC numbers.  PLACE[I] becomes
 * the index in ARGV that operand I had before.
 */
int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       int *place, struct err *err);

/* Returns 0 when ARGC is from LOW to HIGH.  Otherwise returns -1 with
 * err_usage, whose message says "want WHAT". */
int args_count(int argc, int low, int high, const char *what, struct err *err);

#endif
