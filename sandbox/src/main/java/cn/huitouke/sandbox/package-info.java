/** The far side: simulated platforms that enforce the platforms' rules, and a phone page. */
@NullMarked
package cn.huitouke.sandbox;

import org.jspecify.annotations.NullMarked;
