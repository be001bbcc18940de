/*
 * environment.h - records what on the machine may change a run's results.
 */
#ifndef RUN_ENVIRONMENT_H
#define RUN_ENVIRONMENT_H

#include "base/buf.h"
#include "file/json.h"

/* Returns a list of {name, version, build_id}, sorted by name: the program
 * itself and the shared libraries that are loaded now.  The caller frees it. */
struct json *environment_libraries(void);

/* Returns host, system, libc, CPU, processors, memory, LIBRARIES, and the
 * environment variables that are known to matter (LANG, LC_*, TZ, OMP_*,
 * SLURM_*, XP_* ...) and are not named like a secret.  The object owns
 * LIBRARIES; the caller frees it. */
struct json *environment_json(struct json *libraries);

/* Appends a line "name version architecture" for each installed Debian package,
 * sorted; nothing without dpkg. */
void environment_packages(struct buf *to);

/* Returns the ELF build id of the program PATH, or NULL if it has none or
 * cannot be read.  The caller frees it. */
char *environment_build_id(const char *path);

#endif
