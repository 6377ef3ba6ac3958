@NullMarked
package cn.huitouke.sandbox;

import org.jspecify.annotations.NullMarked;
