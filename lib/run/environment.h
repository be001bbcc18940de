/*
 * environment.h - records what on the machine may change a run's results.
 */
#ifndef RUN_ENVIRONMENT_H
#define RUN_ENVIRONMENT_H

#include "base/buf.h"
#include "file/json.h"

/* Returns host, system, libc, CPU, processors, memory, the program, its shared
 * libraries (versions, ELF build ids), and the environment variables that are
 * known to matter (LANG, LC_*, TZ, OMP_*, SLURM_*, XP_* ...) and are not named
 * like a secret.  The caller frees the object. */
struct json *environment_json(void);

/* Appends a line "name version architecture" for each installed Debian package,
 * sorted; nothing without dpkg. */
void environment_packages(struct buf *to);

/* Returns the ELF build id of the program PATH, or NULL if it has none or
 * cannot be read.  The caller frees it. */
char *environment_build_id(const char *path);

#endif
