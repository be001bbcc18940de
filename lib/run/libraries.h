/*
 * libraries.h - the program's own code: what is mapped into it.
 *
 * Inside lib/run only.
 */
#ifndef RUN_LIBRARIES_H
#define RUN_LIBRARIES_H

#include "file/json.h"

/* List of {name, version, build_id}, sorted by name: the program itself
 * and its shared libraries.  Names only, no paths. */
struct json *libraries_json(void);

#endif
