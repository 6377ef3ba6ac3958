@NullMarked
package cn.huitouke.gateway;

import org.jspecify.annotations.NullMarked;
