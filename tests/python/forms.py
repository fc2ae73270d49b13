"""A browser without scripts: fetches pages, fills forms by their labels, sends what a browser would send."""

import html.parser
import urllib.error
import urllib.parse
import urllib.request

VOID = {"input", "br", "img", "meta", "link", "hr", "wbr", "source", "col", "area", "base", "embed", "track"}


class Browser:
    """Keeps the address of the page that was opened last."""

    def __init__(self, origin):
        self.origin = origin
        self.url = origin
        self.text = ""
        self.status = 0

    def open(self, path):
        self._send(urllib.request.Request(urllib.parse.urljoin(self.origin, path)))
        return self

    def submit(self, form, button=None):
        """Sends a form as pressing its button does; follows the redirect."""
        fields = form.successful() + ([button] if button else [])
        body = urllib.parse.urlencode(fields).encode()
        target = urllib.parse.urljoin(self.url, form.action)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.origin,
            "Referer": self.url,
            "Sec-Fetch-Site": "same-origin",
        }
        if form.method == "get":
            self._send(urllib.request.Request(f"{target}?{body.decode()}"))
        else:
            self._send(urllib.request.Request(target, data=body, headers=headers, method="POST"))
        return self

    def form(self, action):
        """The form whose action holds the text."""
        forms = parse(self.text).forms
        found = [form for form in forms if action in form.action]
        assert found, f"no form {action!r} among {[form.action for form in forms]}"
        return found[0]

    def _send(self, request):
        request.add_header("Accept", "text/html,application/xhtml+xml")
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                self.status, self.url, self.text = answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            self.status, self.url, self.text = refused.code, refused.url, refused.read().decode()


class Control:
    def __init__(self, kind, attributes):
        self.kind = kind
        self.name = attributes.get("name")
        self.id = attributes.get("id")
        self.value = attributes.get("value", "")
        self.checked = "checked" in attributes
        self.disabled = "disabled" in attributes
        self.label = attributes.get("aria-label") or ""
        self.options = []


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.controls = []

    def fill(self, name, value):
        """Sets the control with this name attribute; of radio buttons, checks the one with the value."""
        controls = [control for control in self.controls if control.name == name]
        assert controls, f"no control {name!r} among {[control.name for control in self.controls]}"
        for control in controls:
            if control.kind == "radio":
                control.checked = control.value == value
            elif control.kind == "checkbox":
                control.checked = bool(value)
            else:
                control.value = value
        return self

    def labelled(self, label, nth=0):
        """The name attribute of the control with this label."""
        found = [control for control in self.controls if control.name and control.label == label]
        assert len(found) > nth, f"no control labelled {label!r} among {[control.label for control in self.controls]}"
        return found[nth].name

    def successful(self):
        """Names and values in document order, as the HTML standard sends them."""
        fields = []
        for control in self.controls:
            if not control.name or control.disabled or control.kind in {"submit", "button", "reset", "file"}:
                continue
            if control.kind in {"checkbox", "radio"}:
                if control.checked:
                    fields.append((control.name, control.value or "on"))
            else:
                fields.append((control.name, control.value))
        return fields


class parse(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms = []
        self._form = self._select = self._area = self._option = self._label = None
        self._labels = []
        self.feed(text)
        for target, words in self._labels:
            for form in self.forms:
                for control in form.controls:
                    if target is control or (isinstance(target, str) and control.id == target):
                        control.label = control.label or " ".join("".join(words).split())

    def handle_starttag(self, tag, attribute_list):
        attributes = {name: value or "" for name, value in attribute_list}
        if tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif tag == "label":
            self._label = [attributes.get("for"), []]
            self._labels.append(self._label)
        elif tag == "option" and self._select:
            self._option = [attributes.get("value"), "selected" in attributes, ""]
            self._select.options.append(self._option)
        elif tag in {"input", "select", "textarea", "button"} and self._form is not None and "form" not in attributes:
            # A control with the attribute `form` belongs to another form of the page.
            kind = attributes.get("type", "text") if tag == "input" else tag
            control = Control(kind, attributes)
            self._form.controls.append(control)
            if self._label and not self._label[0]:
                self._label[0] = control
            if tag == "select":
                self._select = control
            elif tag == "textarea":
                self._area = control

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "label":
            self._label = None
        elif tag == "option":
            self._option = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            options = [(value if value is not None else text.strip(), chosen) for value, chosen, text in self._select.options]
            chosen = [value for value, chosen in options if chosen]
            self._select.value = chosen[0] if chosen else (options[0][0] if options else "")
            self._select = None

    def handle_data(self, data):
        if self._label:
            self._label[1].append(data)
        if self._option:
            self._option[2] += data
        if self._area:
            self._area.value += data
