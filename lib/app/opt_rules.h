/*
 * opt_rules.h - options that do nothing without others, or beside others.
 *
 * The table of options says so (`needs` and `excludes` of struct opt), and none
 * is ignored in silence.
 *
 * Inside lib/app only.
 */
#ifndef APP_OPT_RULES_H
#define APP_OPT_RULES_H

#include "app/ctx.h"
#include "app/opt.h"

/* Fails with err_usage if an option was given without one that it needs, or
 * beside one that it excludes.  But if the command line contradicts a settings
 * file, it wins: the setting of the file gets its default again, and a message
 * says so.  Does nothing if the run goes on from another, whose options were
 * let in.  Call it after parsing. */
int opt_rules_apply(const struct ctx *ctx, const struct opt *opts,
		    struct err *err);

#endif
