/*
 * recipe.h - the recipe of a run: what determines its outputs.
 */
#ifndef RUN_RECIPE_H
#define RUN_RECIPE_H

#include "file/json.h"
#include "store/file_list.h"

/* Returns the recipe of the run that START describes.  The caller frees it.
 * STDIN_IS_ID is 1 if the run read the id of a run from stdin. */
struct json *recipe_json(const struct json *start,
			 const struct file_list *inputs, int stdin_is_id);

/* Returns the name of the settings file, which is not an input in the recipe,
 * or NULL if there is none or if it is an operand. */
const char *recipe_settings_file(const struct json *start);

/* Sets DIGEST to the digest of INPUTS in the recipe. */
void recipe_inputs(const struct json *start, const struct file_list *inputs,
		   int stdin_is_id, struct digest *digest);

#endif
