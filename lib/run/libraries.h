/*
 * libraries.h - lists the program that is running and its shared libraries.
 *
 * Inside lib/run only.
 */
#ifndef RUN_LIBRARIES_H
#define RUN_LIBRARIES_H

#include "file/json.h"

/* Returns a list of {name, version, build_id}, sorted by name: the program
 * itself and its shared libraries.  Names are file names without directory.
 * The caller frees the list. */
struct json *libraries_json(void);

#endif
