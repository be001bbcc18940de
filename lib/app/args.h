/*
 * args.h - a command line taken apart by a table of options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include "app/opt.h"

/* Take the options out of ARGV (GNU order: options and operands may mix,
 * "--" ends options, "-" is an operand, unique prefixes of a name do).
 * With STOP_EARLY the first operand ends the options.  Operands stay in
 * ARGV[0..]; returns their number or -1.  PLACE (or NULL), of ARGC
 * numbers, gets where in ARGV each of them was. */
int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       int *place, struct err *err);

/* 0 when there are LOW to HIGH operands, else err_usage: "want WHAT". */
int args_count(int argc, int low, int high, const char *what, struct err *err);

#endif
