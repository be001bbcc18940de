/*
 * recipe.h - what determines a run's outputs.
 *
 * Inside lib/run only.
 */
#ifndef RUN_RECIPE_H
#define RUN_RECIPE_H

#include "file/json.h"
#include "store/file_list.h"

/* The recipe of the run that START describes.  STDIN_IS_ID: its
 * stdin was the name of a run. */
struct json *recipe_json(const struct json *start,
			 const struct file_list *inputs, int stdin_is_id);
/* The digest of INPUTS as it is in that recipe. */
void recipe_inputs(const struct json *start, const struct file_list *inputs,
		   int stdin_is_id, struct digest *digest);

#endif
