"use strict";

(() => {
  const nonce = document.currentScript.nonce;
  const root = document.getElementById("chat");
  const CARD = "application/vnd.microsoft.card.adaptive";

  const styleOptions = {
    accent: "#1d5a50",
    subtle: "#4d5c59",
    backgroundColor: "#f3f6f4",
    primaryFont: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    bubbleTextColor: "#1c2b28",
    bubbleBackground: "#ffffff",
    bubbleBorderColor: "#c3cfcb",
    bubbleBorderRadius: 10,
    bubbleFromUserBackground: "#1d5a50",
    bubbleFromUserTextColor: "#ffffff",
    bubbleFromUserBorderRadius: 10,
    autoScrollSnapOnPage: true,
    cardEmphasisBackgroundColor: "#eef4f1",
    cardPushButtonBackgroundColor: "#1d5a50",
    hideUploadButton: true,
    sendBoxTextWrap: true,
    sendBoxBorderTop: "solid 1px #c3cfcb",
    sendBoxButtonColor: "#1d5a50",
    sendBoxPlaceholderColor: "#4d5c59",
  };

  const directLine = window.WebChat.createDirectLine({ domain: `${location.origin}/v3/directline` });

  // What the service could not store is shown as not sent at once, with a way to send it again.
  const post = directLine.postActivity.bind(directLine);
  directLine.postActivity = (activity) =>
    post(activity).map((id) => {
      if (id === "retry") {
        throw new Error("The message was not stored.");
      }
      return id;
    });

  const overrideLocalizedStrings = (strings, language) =>
    language.startsWith("da")
      ? { ...strings, FAILED_CONNECTION_NOTIFICATION: "Der er ingen forbindelse. Genindlæs siden om lidt." }
      : strings;

  // The only card that can still be answered: the coach's latest, until something is said.
  let open = "";
  let latest = "";
  let locale = "da-DK";

  // What the lists on screen call each of their choices.
  const listed = new Map();

  // A tap is shown as the words on the button, or as what was picked in the list beside it.
  const cardActionMiddleware = () => (next) => (request) => {
    const { cardAction } = request;
    const title = listed.get(cardAction.value && cardAction.value.choice) || cardAction.title;
    if (cardAction.type !== "postBack" || !title) {
      return next(request);
    }
    return next({ ...request, cardAction: { ...cardAction, type: "messageBack", text: title, displayText: title } });
  };

  // The bundle keeps React to itself, so an element is made from the one it made.
  const attachmentMiddleware = () => () => (next) => (request) => {
    const card = next(request);
    if (!card || request.attachment.contentType !== CARD) {
      return card;
    }
    for (const part of request.attachment.content.body) {
      (part.choices || []).forEach((choice) => listed.set(choice.value, choice.title));
    }
    const disabled = request.activity.id !== open;
    const children = { ...card, props: { ...card.props, disabled } };
    return { ...card, type: "div", props: { children, className: disabled ? "card card--closed" : "card" } };
  };

  // The chat greys the buttons of a closed card; the sentences to pick from are ours to close.
  function closeRows() {
    for (const row of root.querySelectorAll(".card div.ac-selectable")) {
      const closed = row.closest(".card--closed") !== null;
      row.tabIndex = closed ? -1 : 0;
      row.setAttribute("aria-disabled", String(closed));
    }
  }

  const store = window.WebChat.createStore({}, () => (next) => (action) => {
    const activity = action.payload && action.payload.activity;
    if (action.type === "DIRECT_LINE/POST_ACTIVITY" && activity.type === "message") {
      close();
      return next({ ...action, payload: { ...action.payload, activity: { ...activity, textFormat: "plain" } } });
    }
    if (action.type === "DIRECT_LINE/POST_ACTIVITY_REJECTED") {
      answerable(latest);
    } else if (action.type === "DIRECT_LINE/INCOMING_ACTIVITY" && activity.type === "message") {
      heard(activity);
    }
    return next(action);
  });

  function heard(activity) {
    if (activity.from.role === "user") {
      close();
      return;
    }
    locale = activity.locale || locale;
    latest = activity.id;
    answerable(latest);
  }

  function close() {
    answerable("");
  }

  function answerable(id) {
    if (open !== id) {
      open = id;
      render();
    }
  }

  // "?as=anna@by.dk" makes this browser an employee of the directory, for trying out teams.
  async function become(employee) {
    if (employee) {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ as: employee });
      await fetch("/v3/directline/conversations", { body, headers, method: "POST" });
    }
  }

  function render() {
    root.lang = locale;
    window.WebChat.renderWebChat(
      {
        // A new one each time, or cards on screen would not be looked at again.
        attachmentMiddleware: attachmentMiddleware(),
        cardActionMiddleware,
        directLine,
        locale,
        nonce,
        overrideLocalizedStrings,
        role: "main",
        store,
        styleOptions,
      },
      root,
    );
  }

  new MutationObserver(closeRows).observe(root, { attributeFilter: ["class"], childList: true, subtree: true });
  become(new URLSearchParams(location.search).get("as")).then(render);
})();
