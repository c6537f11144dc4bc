package io.mynah.telegram.outgoing;

import io.mynah.chat.Offers;
import io.mynah.chat.Offers.Offer;
import java.util.ArrayList;
import java.util.List;
import org.telegram.telegrambots.meta.api.methods.AnswerGuestQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerInlineQuery;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.inlinequery.inputmessagecontent.InputTextMessageContent;
import org.telegram.telegrambots.meta.api.objects.inlinequery.result.InlineQueryResult;
import org.telegram.telegrambots.meta.api.objects.inlinequery.result.InlineQueryResultArticle;
import org.telegram.telegrambots.meta.api.objects.inlinequery.result.InlineQueryResultsButton;

/** Converts offers to Telegram's answers to inline queries and guest questions. */
public final class InlineResults {
  /** Short, since the same query should give new messages a moment later. */
  private static final int CACHED_SECONDS = 1;

  /** The parameter of {@code /start} when the button led there. */
  private static final String START = "inline";

  private InlineResults() {}

  public static AnswerInlineQuery of(String queryId, Offers offers) {
    List<InlineQueryResult> results = new ArrayList<>();
    for (Offer offer : offers.messages()) {
      results.add(article(Integer.toString(results.size() + 1), offer));
    }
    return AnswerInlineQuery.builder()
        .inlineQueryId(queryId)
        .results(results)
        .isPersonal(true)
        .cacheTime(CACHED_SECONDS)
        .button(
            offers.hint() == null
                ? null
                : InlineQueryResultsButton.builder()
                    .text(offers.hint())
                    .startParameter(START)
                    .build())
        .build();
  }

  /** The answer to a guest question. */
  public static AnswerGuestQuery ofGuest(String queryId, Offer answer) {
    return AnswerGuestQuery.builder().guestQueryId(queryId).result(article("1", answer)).build();
  }

  private static InlineQueryResultArticle article(String id, Offer offer) {
    return InlineQueryResultArticle.builder()
        .id(id)
        .title(offer.title())
        .description(offer.preview())
        .inputMessageContent(
            InputTextMessageContent.builder()
                .messageText(MessageSplitter.shorten(offer.text()))
                .linkPreviewOptions(LinkPreviewOptions.builder().isDisabled(true).build())
                .build())
        .build();
  }
}
