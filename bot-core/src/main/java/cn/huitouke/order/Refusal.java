package cn.huitouke.order;

/**
 * A row that was not imported.
 *
 * @param row as a spreadsheet counts, the heading is 1; 0 for the file as a whole
 * @param column its heading, or empty
 * @param reason cause and mend, in Chinese, without the cell's content
 */
public record Refusal(long row, String column, String reason) {}
