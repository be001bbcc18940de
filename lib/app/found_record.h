/*
 * found_record.h - records how completely a program was watched, and warns of
 * gaps.
 *
 * Inside lib/app only.
 */
#ifndef APP_FOUND_RECORD_H
#define APP_FOUND_RECORD_H

#include "app/ctx.h"
#include "trace/found_files.h"

/* Records what F has besides inputs and outputs as "watched" of end.json
 * (run/run.h). */
int found_record(const struct found_files *f, struct err *err);

/* Warns of files that F may lack, of inputs that other programs changed, and of
 * programs that ran without their own privileges. */
void found_record_say(struct ctx *ctx, const struct found_files *f);

#endif
