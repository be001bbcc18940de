/*
 * fit_text.h - reports in sentences what was fitted.
 *
 * Inside lib/norm only.
 */
#ifndef NORM_FIT_TEXT_H
#define NORM_FIT_TEXT_H

#include "base/messages.h"
#include "norm/fit_side.h"

/* Reports what F was fitted to, and the values. */
void fit_text_say(struct messages *to, const struct fit_side *f,
		  const struct fit_options *o);

/* Warns of images that stay unnormalised, of hot pixels and, if no images are
 * written (WRITTEN is 0), of normalised values that change by more than 0.001
 * when training reads pixels as float32. */
void fit_text_warn(struct messages *to, const struct fit_side *f,
		   const struct fit_options *o, int written);

#endif
