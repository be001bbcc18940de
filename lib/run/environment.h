/*
 * environment.h - records the properties of the machine that may change a run's
 * results.
 *
 * Inside lib/run only.
 */
#ifndef RUN_ENVIRONMENT_H
#define RUN_ENVIRONMENT_H

#include "base/buf.h"
#include "file/json.h"

/* Returns host, system, CPU model and flags, processors, memory, the program
 * and its shared libraries with versions and ELF build ids, and environment
 * variables.  Of the environment variables, only those that are known to matter
 * are recorded (LANG, LC_*, TZ, OMP_*, OPENBLAS_*, SLURM_*, XP_*, ...).  A
 * variable is left out if its name suggests a secret.  On one machine all of
 * this stays the same from run to run, so many runs share one object. */
struct json *environment_json(void);

/* Appends a line "name version architecture" for each installed Debian package,
 * sorted.  Appends nothing on a system without dpkg. */
void environment_packages(struct buf *to);

#endif
