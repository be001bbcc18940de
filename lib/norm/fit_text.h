/*
 * fit_text.h - what a fit did, in sentences.  Inside lib/norm only.
 */
#ifndef NORM_FIT_TEXT_H
#define NORM_FIT_TEXT_H

#include "base/messages.h"
#include "norm/fit_side.h"

/* Report what F did. */
void fit_text_say(struct messages *to, const struct fit_side *f,
		  const struct fit_options *o);
/* Warn of values that are not normalised, of hot pixels and, unless images
 * are WRITTEN, when float32, which training reads, does not tell normalised
 * values apart. */
void fit_text_warn(struct messages *to, const struct fit_side *f,
		   const struct fit_options *o, int written);

#endif
