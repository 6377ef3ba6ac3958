/** What a short Chinese message means: intent and the values in it. Knows nothing. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package cn.huitouke.understanding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
