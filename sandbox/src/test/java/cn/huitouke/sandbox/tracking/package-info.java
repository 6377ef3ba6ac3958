@NullMarked
package cn.huitouke.sandbox.tracking;

import org.jspecify.annotations.NullMarked;
