/*
 * environment.h - the properties of the machine on which a run's results may
 * depend.
 *
 * Inside lib/run only.
 */
#ifndef RUN_ENVIRONMENT_H
#define RUN_ENVIRONMENT_H

#include "base/buf.h"
#include "file/json.h"

/*
 * Returns host, system, CPU model and flags, processors, memory, the program
 * and its shared libraries with versions and ELF build ids, and environment
 * variables.  Only variables that are known to matter are recorded (LANG,
 * LC_*, TZ, OMP_*, OPENBLAS_*, SLURM_*, XP_*, ...), and none whose name
 * suggests a secret.  Nothing in it changes from one run to the next on one
 * machine, so many runs share one object.
 */
struct json *environment_json(void);

/* Append a line "name version architecture" for each installed Debian package,
 * sorted; nothing on a system without dpkg. */
void environment_packages(struct buf *to);

#endif
