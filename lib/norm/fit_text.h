/*
 * fit_text.h - reports what a fit did, in sentences.  Inside lib/norm only.
 */
#ifndef NORM_FIT_TEXT_H
#define NORM_FIT_TEXT_H

#include "base/messages.h"
#include "norm/fit_side.h"

/* Reports what F was fitted to, and the result. */
void fit_text_say(struct messages *to, const struct fit_side *f,
		  const struct fit_options *o);
/* Warns if values are not normalised and if there are hot pixels.  Unless
 * images are WRITTEN, also warns if normalised values change by over 0.001
 * because training reads float32. */
void fit_text_warn(struct messages *to, const struct fit_side *f,
		   const struct fit_options *o, int written);

#endif
