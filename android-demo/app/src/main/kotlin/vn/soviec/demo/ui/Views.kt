package vn.soviec.demo.ui

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.TextView

fun View.showIf(shown: Boolean) {
    visibility = if (shown) View.VISIBLE else View.GONE
}

/** Sets the text, or hides the view that has none. Equal text is left alone: a screen reader would read it again. */
fun TextView.showText(words: CharSequence?) {
    if (words != null && text.toString() != words.toString()) text = words
    showIf(words != null)
}

/** Hears the whole text after every letter. */
fun TextView.onText(heard: (String) -> Unit) = addTextChangedListener(object : TextWatcher {
    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit
    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit
    override fun afterTextChanged(text: Editable?) = heard(text?.toString().orEmpty())
})

/** `requireViewById` of Android 9, for the phones before it. */
fun <T : View> View.view(id: Int): T = checkNotNull(findViewById<T>(id)) { "no such view" }
