@NullMarked
package cn.huitouke.console;

import org.jspecify.annotations.NullMarked;
