<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>admin</name>
    <message>
        <source>admin.read</source>
        <translation>{count} read meanwhile</translation>
    </message>
    <message>
        <source>admin.broken</source>
        <translation>The gate has stopped</translation>
    </message>
    <message>
        <source>admin.failed</source>
        <translation>The kiosk&apos;s own disk did not answer. Try again, or call the technician.</translation>
    </message>
    <message>
        <source>admin.lock</source>
        <translation>Locks in {left}</translation>
    </message>
    <message>
        <source>admin.seconds</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>admin.minutes</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>admin.left</source>
        <translation>About {left} left</translation>
    </message>
    <message>
        <source>admin.pin.title</source>
        <translation>ADMIN&apos;S PIN</translation>
    </message>
    <message>
        <source>admin.pin.hint</source>
        <translation>Enter the PIN, then tap Done.</translation>
    </message>
    <message>
        <source>admin.new_pin.title</source>
        <translation>SET A NEW PIN</translation>
    </message>
    <message>
        <source>admin.new_pin.hint</source>
        <translation>Choose 4 to 8 digits that only the admin knows.</translation>
    </message>
    <message>
        <source>admin.repeat_pin.title</source>
        <translation>REPEAT THE PIN</translation>
    </message>
    <message>
        <source>admin.repeat_pin.hint</source>
        <translation>Enter the same digits once more.</translation>
    </message>
    <message>
        <source>admin.pin.wrong</source>
        <translation>Wrong PIN. {left} of {tries} tries left.</translation>
    </message>
    <message>
        <source>admin.pin.wait</source>
        <translation>Too many wrong ones. Try again in {left}.</translation>
    </message>
    <message>
        <source>admin.pin.too_short</source>
        <translation>A PIN has 4 to 8 digits.</translation>
    </message>
    <message>
        <source>admin.pin.differs</source>
        <translation>The two differ. Start again.</translation>
    </message>
    <message>
        <source>admin.pin.changed</source>
        <translation>The new PIN is kept.</translation>
    </message>
    <message>
        <source>admin.menu.title</source>
        <translation>ADMIN</translation>
    </message>
    <message>
        <source>admin.fact.point</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>admin.fact.not_enrolled</source>
        <translation>Not enrolled yet</translation>
    </message>
    <message>
        <source>admin.fact.kiosk</source>
        <translation>Kiosk</translation>
    </message>
    <message>
        <source>admin.fact.entries</source>
        <translation>Entries kept</translation>
    </message>
    <message>
        <source>admin.fact.unsent</source>
        <translation>Not sent yet</translation>
    </message>
    <message>
        <source>admin.fact.purge</source>
        <translation>Destroyed tonight</translation>
    </message>
    <message>
        <source>admin.fact.oldest</source>
        <translation>Oldest entry</translation>
    </message>
    <message>
        <source>admin.fact.overdue</source>
        <translation>Overdue, not sent</translation>
    </message>
    <message>
        <source>admin.purge</source>
        <translation>{count} of before {day}</translation>
    </message>
    <message>
        <source>admin.purge.waits</source>
        <translation>Waits: the clock can&apos;t be believed</translation>
    </message>
    <message>
        <source>admin.overdue</source>
        <translation>{count}, kept until {day}</translation>
    </message>
    <message>
        <source>admin.fact.version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>admin.fact.file</source>
        <translation>File</translation>
    </message>
    <message>
        <source>admin.fact.rows</source>
        <translation>Entries</translation>
    </message>
    <message>
        <source>admin.fact.span</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>admin.fact.sha256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>admin.all_sent</source>
        <translation>None, the province has them all</translation>
    </message>
    <message>
        <source>admin.choose.title</source>
        <translation>EXPORT TO USB</translation>
    </message>
    <message>
        <source>admin.choose.no_stick</source>
        <translation>Plug in a USB stick. If one is in already, pull it out and plug it in again.</translation>
    </message>
    <message>
        <source>admin.choose.two_sticks</source>
        <translation>More than one new stick is plugged in. Leave one only.</translation>
    </message>
    <message>
        <source>admin.stick</source>
        <translation>USB stick {name}, {free} free</translation>
    </message>
    <message>
        <source>admin.choose.what</source>
        <translation>Kind of file</translation>
    </message>
    <message>
        <source>admin.choose.span</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>admin.choose.span.hint</source>
        <translation>Days in Việt Nam, up to the moment of writing.</translation>
    </message>
    <message>
        <source>admin.choose.counting</source>
        <translation>Counting…</translation>
    </message>
    <message>
        <source>admin.choose.rows</source>
        <translation>{rows} entries will be written</translation>
    </message>
    <message>
        <source>admin.what.csv</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>admin.what.csv.hint</source>
        <translation>A table for any program. It holds whole document numbers: keep the stick safe.</translation>
    </message>
    <message>
        <source>admin.what.xlsx</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>admin.what.xlsx.hint</source>
        <translation>An Excel workbook. It holds whole document numbers: keep the stick safe.</translation>
    </message>
    <message>
        <source>admin.what.zip</source>
        <translation>ZIP with passphrase</translation>
    </message>
    <message>
        <source>admin.what.zip.hint</source>
        <translation>The CSV, encrypted. Its passphrase is shown once, after writing.</translation>
    </message>
    <message>
        <source>admin.what.bundle</source>
        <translation>Bundle for the province</translation>
    </message>
    <message>
        <source>admin.what.bundle.hint</source>
        <translation>Signed and sealed; only the province can open it. For a point without a network.</translation>
    </message>
    <message>
        <source>admin.what.bundle.not_enrolled</source>
        <translation>A bundle needs an enrolled kiosk.</translation>
    </message>
    <message>
        <source>admin.span.today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>admin.span.week</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>admin.span.month</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>admin.span.all</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>admin.span.unsent</source>
        <translation>Not sent</translation>
    </message>
    <message>
        <source>admin.progress.title</source>
        <translation>WRITING TO USB</translation>
    </message>
    <message>
        <source>admin.progress.warning</source>
        <translation>Do not pull the stick out. The gate goes on reading codes.</translation>
    </message>
    <message>
        <source>admin.phase.writing</source>
        <translation>Writing the file</translation>
    </message>
    <message>
        <source>admin.phase.verifying</source>
        <translation>Reading it back</translation>
    </message>
    <message>
        <source>admin.phase.ejecting</source>
        <translation>Ejecting the stick</translation>
    </message>
    <message>
        <source>admin.passphrase.title</source>
        <translation>THE ZIP&apos;S PASSPHRASE</translation>
    </message>
    <message>
        <source>admin.passphrase.hint</source>
        <translation>Write it down, dashes too, and keep it apart from the stick. It is shown this once and kept nowhere.</translation>
    </message>
    <message>
        <source>admin.end.ejected</source>
        <translation>Verified, you may pull it out</translation>
    </message>
    <message>
        <source>admin.end.ejected.next</source>
        <translation>The file was read back and is right to the byte.</translation>
    </message>
    <message>
        <source>admin.end.not_ejected</source>
        <translation>Verified, but not ejected</translation>
    </message>
    <message>
        <source>admin.end.not_ejected.next</source>
        <translation>The file is right to the byte. Wait until the stick&apos;s light has rested for 10 s, then pull it out.</translation>
    </message>
    <message>
        <source>admin.end.gone</source>
        <translation>Verified, the stick is gone</translation>
    </message>
    <message>
        <source>admin.end.gone.next</source>
        <translation>The file was right to the byte before the stick went. Plug it in again and have a look.</translation>
    </message>
    <message>
        <source>admin.end.no_stick</source>
        <translation>There is no stick</translation>
    </message>
    <message>
        <source>admin.end.two_sticks</source>
        <translation>More than one stick</translation>
    </message>
    <message>
        <source>admin.end.read_only</source>
        <translation>The stick can&apos;t be written to</translation>
    </message>
    <message>
        <source>admin.end.full</source>
        <translation>The stick is full</translation>
    </message>
    <message>
        <source>admin.end.pulled_out</source>
        <translation>The stick was pulled out</translation>
    </message>
    <message>
        <source>admin.end.worn_out</source>
        <translation>The stick is worn out</translation>
    </message>
    <message>
        <source>admin.end.cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>admin.end.failed</source>
        <translation>The export failed</translation>
    </message>
    <message>
        <source>admin.end.failed.next</source>
        <translation>The kiosk&apos;s own disk did not answer. Try again, or call the technician.</translation>
    </message>
    <message>
        <source>admin.button.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>admin.button.lock</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>admin.button.forgot</source>
        <translation>Forgot the PIN</translation>
    </message>
    <message>
        <source>admin.button.pictures</source>
        <translation>Read from a picture</translation>
    </message>
    <message>
        <source>admin.button.paste</source>
        <translation>Paste a picture</translation>
    </message>
    <message>
        <source>admin.button.earlier</source>
        <translation>Page before</translation>
    </message>
    <message>
        <source>admin.button.later</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>admin.forgotten.title</source>
        <translation>FORGOTTEN PIN</translation>
    </message>
    <message>
        <source>admin.forgotten.hint</source>
        <translation>Take the sheet with the recovery passphrase, printed at enrolment. Type all its letters, no dashes needed, then tap Done to set a new PIN.</translation>
    </message>
    <message>
        <source>admin.forgotten.no_passphrase</source>
        <translation>This kiosk has no recovery passphrase. Call the technician: on this machine, as the kiosk&apos;s account, run “kiosk pin reset”, then come back here and set a new PIN.</translation>
    </message>
    <message>
        <source>admin.pin.not_whole</source>
        <translation>It has {size} letters and digits. Look at the sheet again.</translation>
    </message>
    <message>
        <source>admin.pin.not_this</source>
        <translation>Not this kiosk&apos;s recovery passphrase. Compare it with the sheet, letter by letter.</translation>
    </message>
    <message>
        <source>admin.choose.span.unsent</source>
        <translation>All that the province has not confirmed, of any day, with what it refused.</translation>
    </message>
    <message>
        <source>admin.unsent.table</source>
        <translation>{count} not confirmed by the province (this file does not send them)</translation>
    </message>
    <message>
        <source>admin.unsent.bundle</source>
        <translation>{count} not confirmed by the province (until its receipt is here)</translation>
    </message>
    <message>
        <source>admin.pictures.title</source>
        <translation>READ FROM A PICTURE</translation>
    </message>
    <message>
        <source>admin.pictures.hint</source>
        <translation>A picture or PDF page with a QR code: choose a file on the stick, drop one here, or paste a copied picture.</translation>
    </message>
    <message>
        <source>admin.pictures.looking</source>
        <translation>USB stick {name}: looking for pictures…</translation>
    </message>
    <message>
        <source>admin.pictures.none</source>
        <translation>USB stick {name} holds no picture or PDF.</translation>
    </message>
    <message>
        <source>admin.pictures.found</source>
        <translation>USB stick {name}: {count} files. Tap the one to read.</translation>
    </message>
    <message>
        <source>admin.pictures.reading</source>
        <translation>Reading {name}…</translation>
    </message>
    <message>
        <source>admin.pictures.no_code</source>
        <translation>No QR code in {name}. Take a sharp, straight, bright picture, or ask for the original file.</translation>
    </message>
    <message>
        <source>admin.pictures.not_a_picture</source>
        <translation>{name} is no picture or PDF that the kiosk can read. Use PNG, JPEG or PDF.</translation>
    </message>
    <message>
        <source>admin.pictures.damaged</source>
        <translation>{name} is damaged or cut off. Copy it again and retry.</translation>
    </message>
    <message>
        <source>admin.pictures.too_large</source>
        <translation>{name} is too large. Cut out the part with the QR code and retry.</translation>
    </message>
    <message>
        <source>admin.pictures.locked</source>
        <translation>{name} wants a password. Ask for one without, or take a picture of the page.</translation>
    </message>
    <message>
        <source>admin.pictures.gone</source>
        <translation>{name} can&apos;t be opened. Plug the stick in again and retry.</translation>
    </message>
    <message>
        <source>admin.pictures.nothing_pasted</source>
        <translation>No picture was copied yet. Copy one in the other program, then tap Paste.</translation>
    </message>
    <message>
        <source>admin.pictures.pasted</source>
        <translation>the pasted picture</translation>
    </message>
    <message>
        <source>admin.codes.title</source>
        <translation>CODES IN THE PICTURE</translation>
    </message>
    <message>
        <source>admin.codes.hint</source>
        <translation>Tap a code to present it at the gate, as a reader would. Each tap is a presentation.</translation>
    </message>
    <message>
        <source>admin.codes.found</source>
        <translation>{name}: {count} found. Tap to present.</translation>
    </message>
    <message>
        <source>admin.codes.presented</source>
        <translation>At the gate: {about}…</translation>
    </message>
    <message>
        <source>admin.codes.judged</source>
        <translation>{verdict} – {about}</translation>
    </message>
    <message>
        <source>admin.codes.repeated</source>
        <translation>This code was just presented; nothing more is recorded: {about}</translation>
    </message>
    <message>
        <source>admin.button.erase</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>admin.button.enter</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>admin.button.export</source>
        <translation>Export to USB</translation>
    </message>
    <message>
        <source>admin.button.change_pin</source>
        <translation>Change the PIN</translation>
    </message>
    <message>
        <source>admin.button.start</source>
        <translation>Write to USB</translation>
    </message>
    <message>
        <source>admin.button.cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>admin.button.cancelling</source>
        <translation>Cancelling…</translation>
    </message>
    <message>
        <source>admin.button.noted</source>
        <translation>I wrote it down</translation>
    </message>
    <message>
        <source>admin.button.again</source>
        <translation>Export again</translation>
    </message>
    <message>
        <source>admin.button.teach</source>
        <translation>Teach a reader</translation>
    </message>
    <message>
        <source>admin.button.teach_again</source>
        <translation>Teach it again</translation>
    </message>
    <message>
        <source>admin.button.skip</source>
        <translation>Skip this code</translation>
    </message>
    <message>
        <source>admin.button.fix</source>
        <translation>What to change</translation>
    </message>
    <message>
        <source>admin.button.self_test</source>
        <translation>Self-test</translation>
    </message>
    <message>
        <source>admin.fact.reader</source>
        <translation>Reader</translation>
    </message>
    <message>
        <source>admin.fact.suffix</source>
        <translation>End of a code</translation>
    </message>
    <message>
        <source>admin.fact.letters</source>
        <translation>Vietnamese</translation>
    </message>
    <message>
        <source>admin.fact.keys</source>
        <translation>Keyboard</translation>
    </message>
    <message>
        <source>admin.fact.aim</source>
        <translation>Kind of code (AIM)</translation>
    </message>
    <message>
        <source>admin.fact.twins</source>
        <translation>Two codes in a row</translation>
    </message>
    <message>
        <source>admin.fact.more</source>
        <translation>Also</translation>
    </message>
    <message>
        <source>admin.teach.title</source>
        <translation>TEACH A READER</translation>
    </message>
    <message>
        <source>admin.teach.progress</source>
        <translation>Code {number} of {count}: {what}</translation>
    </message>
    <message>
        <source>admin.teach.lesson.digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>admin.teach.lesson.ascii</source>
        <translation>letters and punctuation</translation>
    </message>
    <message>
        <source>admin.teach.lesson.letters</source>
        <translation>Vietnamese letters</translation>
    </message>
    <message>
        <source>admin.teach.lesson.eci</source>
        <translation>Vietnamese letters with ECI</translation>
    </message>
    <message>
        <source>admin.teach.lesson.twins</source>
        <translation>two codes in a row</translation>
    </message>
    <message>
        <source>admin.teach.lesson.long</source>
        <translation>a long code</translation>
    </message>
    <message>
        <source>admin.teach.ask</source>
        <translation>Point the reader at the code on the screen.</translation>
    </message>
    <message>
        <source>admin.teach.ask.twins</source>
        <translation>Read both codes, one right after the other.</translation>
    </message>
    <message>
        <source>admin.teach.ask.test</source>
        <translation>Read this code: it holds all 134 Vietnamese letters.</translation>
    </message>
    <message>
        <source>admin.teach.paused</source>
        <translation>While a reader is taught, the gate takes nobody&apos;s code.</translation>
    </message>
    <message>
        <source>admin.teach.heard</source>
        <translation>Heard from {reader}.</translation>
    </message>
    <message>
        <source>admin.teach.stranger</source>
        <translation>That code came from another reader, {reader}. One reader is taught at a time.</translation>
    </message>
    <message>
        <source>admin.teach.test.whole</source>
        <translation>All 134 Vietnamese letters are there. The reader can be used.</translation>
    </message>
    <message>
        <source>admin.teach.test.lost</source>
        <translation>{count} letters are lost: {letters}</translation>
    </message>
    <message>
        <source>admin.teach.test.dropped</source>
        <translation>Vietnamese letters are lost.</translation>
    </message>
    <message>
        <source>admin.teach.test.stripped</source>
        <translation>Vietnamese letters lose their marks.</translation>
    </message>
    <message>
        <source>admin.teach.test.mojibake</source>
        <translation>Vietnamese letters become strange characters.</translation>
    </message>
    <message>
        <source>admin.teach.test.mangled</source>
        <translation>Vietnamese letters are wrong or out of order.</translation>
    </message>
    <message>
        <source>admin.teach.test.unknown</source>
        <translation>The test code was not read yet.</translation>
    </message>
    <message>
        <source>admin.teach.result.good</source>
        <translation>The reader is good</translation>
    </message>
    <message>
        <source>admin.teach.result.good.next</source>
        <translation>Its profile is kept; the kiosk uses it from its next start on.</translation>
    </message>
    <message>
        <source>admin.teach.result.change</source>
        <translation>The reader must be changed</translation>
    </message>
    <message>
        <source>admin.teach.result.change.next</source>
        <translation>Its profile is kept. See What to change, then teach it again.</translation>
    </message>
    <message>
        <source>admin.teach.result.nothing</source>
        <translation>No code was read</translation>
    </message>
    <message>
        <source>admin.teach.result.nothing.next</source>
        <translation>Look at the reader&apos;s cable, light and mode, then try again.</translation>
    </message>
    <message>
        <source>admin.teach.suffix.none</source>
        <translation>none</translation>
    </message>
    <message>
        <source>admin.teach.suffix.cr</source>
        <translation>CR (Enter)</translation>
    </message>
    <message>
        <source>admin.teach.suffix.lf</source>
        <translation>LF</translation>
    </message>
    <message>
        <source>admin.teach.suffix.crlf</source>
        <translation>CR LF</translation>
    </message>
    <message>
        <source>admin.teach.suffix.etx</source>
        <translation>ETX</translation>
    </message>
    <message>
        <source>admin.teach.suffix.tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>admin.teach.letters.unknown</source>
        <translation>not read</translation>
    </message>
    <message>
        <source>admin.teach.letters.whole</source>
        <translation>all 134</translation>
    </message>
    <message>
        <source>admin.teach.letters.dropped</source>
        <translation>lost</translation>
    </message>
    <message>
        <source>admin.teach.letters.stripped</source>
        <translation>without marks</translation>
    </message>
    <message>
        <source>admin.teach.letters.mojibake</source>
        <translation>strange characters</translation>
    </message>
    <message>
        <source>admin.teach.letters.mangled</source>
        <translation>wrong</translation>
    </message>
    <message>
        <source>admin.teach.layout.unknown</source>
        <translation>layout unknown</translation>
    </message>
    <message>
        <source>admin.teach.layout.us</source>
        <translation>US layout</translation>
    </message>
    <message>
        <source>admin.teach.layout.caps</source>
        <translation>case turned round</translation>
    </message>
    <message>
        <source>admin.teach.layout.german</source>
        <translation>German layout</translation>
    </message>
    <message>
        <source>admin.teach.layout.french</source>
        <translation>French layout</translation>
    </message>
    <message>
        <source>admin.teach.layout.other</source>
        <translation>strange layout</translation>
    </message>
    <message>
        <source>admin.teach.mode.plain</source>
        <translation>plain keys</translation>
    </message>
    <message>
        <source>admin.teach.mode.alt</source>
        <translation>ALT numbers</translation>
    </message>
    <message>
        <source>admin.teach.mode.hex</source>
        <translation>hex digits</translation>
    </message>
    <message>
        <source>admin.teach.pace</source>
        <translation>{count} keys a second</translation>
    </message>
    <message>
        <source>admin.teach.aim.none</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>admin.teach.twins.apart</source>
        <translation>stay two</translation>
    </message>
    <message>
        <source>admin.teach.twins.merged</source>
        <translation>become one</translation>
    </message>
    <message>
        <source>admin.teach.advice.usb_com</source>
        <translation>Switch the reader to USB-COM</translation>
    </message>
    <message>
        <source>admin.teach.advice.usb_com.how</source>
        <translation>A keyboard types no Vietnamese letters. Read the setting&apos;s code in the maker&apos;s manual:</translation>
    </message>
    <message>
        <source>admin.teach.advice.utf8</source>
        <translation>Set the character set to UTF-8</translation>
    </message>
    <message>
        <source>admin.teach.advice.utf8.how</source>
        <translation>In the manual look for “Character set” or “Code page”: choose UTF-8, or raw bytes.</translation>
    </message>
    <message>
        <source>admin.teach.advice.layout_us</source>
        <translation>Set the reader&apos;s keyboard to US</translation>
    </message>
    <message>
        <source>admin.teach.advice.layout_us.how</source>
        <translation>In the manual look for “Keyboard layout” or “Country”: choose US (USA).</translation>
    </message>
    <message>
        <source>admin.teach.advice.caps_off</source>
        <translation>Switch Caps Lock off</translation>
    </message>
    <message>
        <source>admin.teach.advice.caps_off.how</source>
        <translation>Switch Caps Lock off on this machine; in the reader switch off what turns cases round.</translation>
    </message>
    <message>
        <source>admin.teach.advice.suffix</source>
        <translation>Set the suffix to CR</translation>
    </message>
    <message>
        <source>admin.teach.advice.suffix.how</source>
        <translation>In the manual look for “Suffix” or “Terminator”: choose CR (Enter), so that two codes stay two.</translation>
    </message>
    <message>
        <source>admin.teach.advice.slow</source>
        <translation>Shorten the time between keys</translation>
    </message>
    <message>
        <source>admin.teach.advice.slow.how</source>
        <translation>In the manual look for “Inter-character delay”: choose 0. USB-COM is better still.</translation>
    </message>
    <message>
        <source>admin.teach.advice.cut</source>
        <translation>Let codes be long</translation>
    </message>
    <message>
        <source>admin.teach.advice.cut.how</source>
        <translation>In the manual look for the greatest length of a QR code (“Maximum length”) and lift it.</translation>
    </message>
    <message>
        <source>admin.button.sending</source>
        <translation>Send to the province</translation>
    </message>
    <message>
        <source>admin.button.send_now</source>
        <translation>Try now</translation>
    </message>
    <message>
        <source>admin.button.resend</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>admin.button.resend_one</source>
        <translation>Send this one again</translation>
    </message>
    <message>
        <source>admin.button.resend_all</source>
        <translation>Send all again</translation>
    </message>
    <message>
        <source>admin.sending.title</source>
        <translation>SENDING TO THE PROVINCE</translation>
    </message>
    <message>
        <source>admin.sending.looking</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>admin.sending.never</source>
        <translation>Never yet</translation>
    </message>
    <message>
        <source>admin.sending.times</source>
        <translation>{name} ({times} times)</translation>
    </message>
    <message>
        <source>admin.sending.now</source>
        <translation>At once</translation>
    </message>
    <message>
        <source>admin.sending.next</source>
        <translation>In {left}</translation>
    </message>
    <message>
        <source>admin.sending.put_back</source>
        <translation>{count} will be sent again.</translation>
    </message>
    <message>
        <source>admin.sending.attention</source>
        <translation>Some entries need a person.</translation>
    </message>
    <message>
        <source>admin.sending.attention.next</source>
        <translation>Tap one to see why, and what to do. None of them is deleted.</translation>
    </message>
    <message>
        <source>admin.sending.waits</source>
        <translation>The kiosk is sending, or about to.</translation>
    </message>
    <message>
        <source>admin.sending.waits.next</source>
        <translation>Nothing to do: what the province confirms no longer waits.</translation>
    </message>
    <message>
        <source>admin.sending.all_sent</source>
        <translation>The province has all of them.</translation>
    </message>
    <message>
        <source>admin.sending.all_sent.next</source>
        <translation>Nothing to do.</translation>
    </message>
    <message>
        <source>admin.sending.act</source>
        <translation>Staff&apos;s act</translation>
    </message>
    <message>
        <source>admin.fact.attention</source>
        <translation>Need attention</translation>
    </message>
    <message>
        <source>admin.fact.confirmed</source>
        <translation>Last confirmed</translation>
    </message>
    <message>
        <source>admin.fact.fault</source>
        <translation>Fault</translation>
    </message>
    <message>
        <source>admin.fact.next</source>
        <translation>Next attempt</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>desk.open</source>
        <translation>Visitor</translation>
    </message>
    <message>
        <source>desk.form.title</source>
        <translation>VISITOR ARRIVES</translation>
    </message>
    <message>
        <source>desk.form.hint</source>
        <translation>Present the ID card to the reader, or type the name.</translation>
    </message>
    <message>
        <source>desk.form.hint_read</source>
        <translation>Read from the card. Choose the host, then check in.</translation>
    </message>
    <message>
        <source>desk.box.name</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>desk.box.document</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>desk.box.host</source>
        <translation>To see whom</translation>
    </message>
    <message>
        <source>desk.box.company</source>
        <translation>Company</translation>
    </message>
    <message>
        <source>desk.box.purpose</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>desk.box.plate</source>
        <translation>Vehicle plate</translation>
    </message>
    <message>
        <source>desk.box.belongings</source>
        <translation>Belongings</translation>
    </message>
    <message>
        <source>desk.box.badge</source>
        <translation>Badge number</translation>
    </message>
    <message>
        <source>desk.purpose.delivery</source>
        <translation>Delivery</translation>
    </message>
    <message>
        <source>desk.purpose.meeting</source>
        <translation>Meeting</translation>
    </message>
    <message>
        <source>desk.purpose.maintenance</source>
        <translation>Maintenance</translation>
    </message>
    <message>
        <source>desk.purpose.other</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>desk.offer</source>
        <translation>As last time, {day}: {what}</translation>
    </message>
    <message>
        <source>desk.offer.nothing</source>
        <translation>known visitor</translation>
    </message>
    <message>
        <source>desk.offer.host</source>
        <translation>to see {host}</translation>
    </message>
    <message>
        <source>desk.badge</source>
        <translation>badge {badge}</translation>
    </message>
    <message>
        <source>desk.closed</source>
        <translation>closed by itself</translation>
    </message>
    <message>
        <source>desk.earlier</source>
        <translation>{name}, {what}</translation>
    </message>
    <message>
        <source>desk.button.back</source>
        <translation>Main screen</translation>
    </message>
    <message>
        <source>desk.button.clear</source>
        <translation>Clear the form</translation>
    </message>
    <message>
        <source>desk.button.confirm</source>
        <translation>Check in and print</translation>
    </message>
    <message>
        <source>desk.button.confirming</source>
        <translation>Writing…</translation>
    </message>
    <message>
        <source>desk.button.inside</source>
        <translation>Who is inside</translation>
    </message>
    <message>
        <source>desk.button.roll_call</source>
        <translation>Evacuation</translation>
    </message>
    <message>
        <source>desk.button.form</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>desk.button.sign_out</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>desk.button.reprint</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>desk.button.undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>desk.button.earlier_page</source>
        <translation>Page back</translation>
    </message>
    <message>
        <source>desk.button.later_page</source>
        <translation>Page on</translation>
    </message>
    <message>
        <source>desk.button.stay</source>
        <translation>I am still here</translation>
    </message>
    <message>
        <source>desk.button.only_unseen</source>
        <translation>Only not seen</translation>
    </message>
    <message>
        <source>desk.button.print_roll</source>
        <translation>Print the list</translation>
    </message>
    <message>
        <source>desk.button.end</source>
        <translation>End</translation>
    </message>
    <message>
        <source>desk.button.end_sure</source>
        <translation>End, drop the ticks</translation>
    </message>
    <message>
        <source>desk.button.go_on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>desk.list.title</source>
        <translation>INSIDE NOW: {count} VISITORS</translation>
    </message>
    <message>
        <source>desk.list.search</source>
        <translation>Search by name, no accents needed</translation>
    </message>
    <message>
        <source>desk.list.empty</source>
        <translation>No visitor is inside now.</translation>
    </message>
    <message>
        <source>desk.list.loading</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>desk.list.found_none</source>
        <translation>Nobody of that name is inside.</translation>
    </message>
    <message>
        <source>desk.list.more</source>
        <translation>There are more: type a name.</translation>
    </message>
    <message>
        <source>desk.list.long</source>
        <translation>Over 12 hours</translation>
    </message>
    <message>
        <source>desk.page</source>
        <translation>Page {page}/{pages}</translation>
    </message>
    <message>
        <source>desk.roll.title</source>
        <translation>EVACUATION: {count} PEOPLE</translation>
    </message>
    <message>
        <source>desk.roll.as_of</source>
        <translation>List of {time}</translation>
    </message>
    <message>
        <source>desk.roll.loading</source>
        <translation>Fetching the list…</translation>
    </message>
    <message>
        <source>desk.roll.counts</source>
        <translation>Seen {seen} · Not seen {unseen}</translation>
    </message>
    <message>
        <source>desk.roll.search</source>
        <translation>Search by name or badge</translation>
    </message>
    <message>
        <source>desk.roll.empty</source>
        <translation>Nobody is inside.</translation>
    </message>
    <message>
        <source>desk.roll.all_seen</source>
        <translation>Everybody has been seen.</translation>
    </message>
    <message>
        <source>desk.roll.found_none</source>
        <translation>Nobody like that is on the list.</translation>
    </message>
    <message>
        <source>desk.roll.ending</source>
        <translation>End the roll call? Its ticks will be lost. {unseen} have not been seen.</translation>
    </message>
    <message>
        <source>desk.warning</source>
        <translation>Is anybody there? The screen wipes itself in {left} seconds.</translation>
    </message>
    <message>
        <source>desk.note.checked_in</source>
        <translation>{name} is checked in. The badge is printing…</translation>
    </message>
    <message>
        <source>desk.note.printed</source>
        <translation>{name} is checked in. The badge went to {place}.</translation>
    </message>
    <message>
        <source>desk.note.filed</source>
        <translation>{name} is checked in. The badge is in the file “{place}”.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.no_printer</source>
        <translation>{name} is checked in, but no badge was printed: there is no printer. Switch it on, then print again.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.refused</source>
        <translation>{name} is checked in, but the printer did not take the badge. See to paper and cable, then print again.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.not_written</source>
        <translation>{name} is checked in, but the badge&apos;s file could not be written. Write the number {badge} by hand.</translation>
    </message>
    <message>
        <source>desk.note.signed_out</source>
        <translation>{name} left at {left} (came {time}).</translation>
    </message>
    <message>
        <source>desk.note.undone_in</source>
        <translation>The check-in of {name} is undone. Take badge {badge} back if it was printed.</translation>
    </message>
    <message>
        <source>desk.note.undone_out</source>
        <translation>The sign-out is undone: {name} is inside again.</translation>
    </message>
    <message>
        <source>desk.note.not_undone</source>
        <translation>More than 30 seconds have passed, or it was undone already. Nothing changed.</translation>
    </message>
    <message>
        <source>desk.note.already_inside</source>
        <translation>{name} came at {time} and has not left. If they did leave, sign out, then check in again.</translation>
    </message>
    <message>
        <source>desk.note.badge_taken</source>
        <translation>Badge {badge} is with {name}. Write another number, or sign out if they have left.</translation>
    </message>
    <message>
        <source>desk.note.not_inside</source>
        <translation>This person is not inside, so there is no visit to end. Nothing was changed.</translation>
    </message>
    <message>
        <source>desk.note.name_missing</source>
        <translation>The name is missing. Present the ID card, or type the name.</translation>
    </message>
    <message>
        <source>desk.note.text_too_long</source>
        <translation>“{box}” is longer than {limit} characters. Shorten it, then check in; nothing was written.</translation>
    </message>
    <message>
        <source>desk.note.badge_not_digits</source>
        <translation>A badge number has digits only. Change it, then check in.</translation>
    </message>
    <message>
        <source>desk.note.reason</source>
        <translation>{reason} {next}</translation>
    </message>
    <message>
        <source>desk.note.desk_failed</source>
        <translation>The disk can&apos;t be written, nothing was changed. Try again; if it stays so, write a paper log and call the administrator.</translation>
    </message>
    <message>
        <source>desk.note.seen</source>
        <translation>{name} has been seen.</translation>
    </message>
    <message>
        <source>desk.note.not_on_list</source>
        <translation>This code is nobody&apos;s on the list. Search by name.</translation>
    </message>
    <message>
        <source>desk.note.roll_printed</source>
        <translation>The list went to {place}.</translation>
    </message>
    <message>
        <source>desk.note.roll_filed</source>
        <translation>The list is not on paper but in the file “{place}”.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.no_printer</source>
        <translation>The list was not printed: there is no printer. The roll call goes on here.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.refused</source>
        <translation>The printer did not take the list. The roll call goes on here.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.not_written</source>
        <translation>There is no printer, and the list&apos;s file could not be written. The roll call goes on at the screen.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_kept</source>
        <translation>The ticks could not be written: they stand on the screen alone. Do not switch off; copy or print the list.</translation>
    </message>
    <message>
        <source>paper.visitor</source>
        <translation>VISITOR</translation>
    </message>
    <message>
        <source>paper.host</source>
        <translation>To see: {host}</translation>
    </message>
    <message>
        <source>paper.company</source>
        <translation>Company: {company}</translation>
    </message>
    <message>
        <source>paper.day</source>
        <translation>Date {day}</translation>
    </message>
    <message>
        <source>paper.valid_until</source>
        <translation>Valid until {time}</translation>
    </message>
    <message>
        <source>paper.return</source>
        <translation>Return this badge when you leave.</translation>
    </message>
    <message>
        <source>paper.roll.title</source>
        <translation>EVACUATION LIST</translation>
    </message>
    <message>
        <source>paper.roll.count</source>
        <translation>{count} people inside at {time}. Seen {seen}, not seen {unseen}, printed at {printed}.</translation>
    </message>
    <message>
        <source>paper.roll.seen</source>
        <translation>Seen</translation>
    </message>
    <message>
        <source>paper.roll.name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>paper.roll.host</source>
        <translation>To see</translation>
    </message>
    <message>
        <source>paper.roll.company</source>
        <translation>Company</translation>
    </message>
    <message>
        <source>paper.roll.plate</source>
        <translation>Plate</translation>
    </message>
    <message>
        <source>paper.roll.came</source>
        <translation>Came at</translation>
    </message>
    <message>
        <source>paper.roll.badge</source>
        <translation>Badge</translation>
    </message>
    <message>
        <source>paper.page</source>
        <translation>Page {page}/{pages}</translation>
    </message>
</context>
<context>
    <name>gate</name>
    <message>
        <source>idle.headline</source>
        <translation>Show your QR code</translation>
    </message>
    <message>
        <source>idle.next</source>
        <translation>Citizen ID card, personal QR code or health insurance card</translation>
    </message>
    <message>
        <source>idle.no_reader</source>
        <translation>No reader found. Check its cable; it is recognised by itself.</translation>
    </message>
    <message>
        <source>idle.disk_critical</source>
        <translation>The disk is nearly full: call the admin to free space now.</translation>
    </message>
    <message>
        <source>idle.disk_reserve</source>
        <translation>The disk is full, its reserve is in use: end the shift, export, call the admin.</translation>
    </message>
    <message>
        <source>idle.headline_camera</source>
        <translation>Hold your QR code in the frame</translation>
    </message>
    <message>
        <source>hint.too_dark</source>
        <translation>Too dark: more light, or a brighter screen.</translation>
    </message>
    <message>
        <source>hint.glare</source>
        <translation>The code shines: tilt the card a little.</translation>
    </message>
    <message>
        <source>hint.closer</source>
        <translation>Hold the code closer.</translation>
    </message>
    <message>
        <source>hint.hold_still</source>
        <translation>Hold it still for a moment.</translation>
    </message>
    <message>
        <source>allow.in</source>
        <translation>Please go in</translation>
    </message>
    <message>
        <source>allow.out</source>
        <translation>Please go out</translation>
    </message>
    <message>
        <source>check.in</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>check.out</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>deny.in</source>
        <translation>Do not enter</translation>
    </message>
    <message>
        <source>deny.out</source>
        <translation>Do not leave</translation>
    </message>
    <message>
        <source>unreadable.in</source>
        <translation>Not readable</translation>
    </message>
    <message>
        <source>unreadable.out</source>
        <translation>Not readable</translation>
    </message>
    <message>
        <source>out_of_order.headline</source>
        <translation>Out of order</translation>
    </message>
    <message>
        <source>out_of_order.next</source>
        <translation>Write a paper log and call the administrator.</translation>
    </message>
    <message>
        <source>fault.E-500</source>
        <translation>The database can&apos;t be written, so nothing is decided. What was kept is safe.</translation>
    </message>
    <message>
        <source>fault.E-501</source>
        <translation>The disk is full, its reserve too. Free space; the kiosk goes on by itself. What was kept is safe.</translation>
    </message>
    <message>
        <source>fault.E-502</source>
        <translation>The disk can be read, not written. Make it writable; the kiosk goes on by itself. What was kept is safe.</translation>
    </message>
    <message>
        <source>fault.E-503</source>
        <translation>The disk reports errors. Change it soon; if they end, the kiosk goes on by itself. Delete nothing.</translation>
    </message>
    <message>
        <source>fault.E-504</source>
        <translation>The disk or the file is not there. Put it back; the kiosk goes on by itself. What was kept is on it.</translation>
    </message>
    <message>
        <source>fault.E-505</source>
        <translation>What is on the disk is damaged. The kiosk starts anew and mends itself. If it does not, call support; delete nothing.</translation>
    </message>
    <message>
        <source>fault.E-900</source>
        <translation>The program met a fault and is starting again by itself.</translation>
    </message>
    <message>
        <source>kind.cccd</source>
        <translation>Citizen ID</translation>
    </message>
    <message>
        <source>kind.can_cuoc</source>
        <translation>ID card</translation>
    </message>
    <message>
        <source>kind.qd1405</source>
        <translation>Personal QR</translation>
    </message>
    <message>
        <source>kind.bhyt</source>
        <translation>Health insurance</translation>
    </message>
    <message>
        <source>kind.dcc</source>
        <translation>Health certificate</translation>
    </message>
    <message>
        <source>kind.claim169</source>
        <translation>Identity code</translation>
    </message>
    <message>
        <source>kind.nzcp</source>
        <translation>NZ health pass</translation>
    </message>
    <message>
        <source>kind.shc</source>
        <translation>Health card</translation>
    </message>
    <message>
        <source>kind.vdsnc</source>
        <translation>Travel seal</translation>
    </message>
    <message>
        <source>kind.pass</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>kind.badge</source>
        <translation>Badge</translation>
    </message>
    <message>
        <source>kind.number</source>
        <translation>Typed number</translation>
    </message>
    <message>
        <source>kind.declaration</source>
        <translation>Health declaration</translation>
    </message>
    <message>
        <source>kind.location</source>
        <translation>Location code</translation>
    </message>
    <message>
        <source>kind.link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>kind.payment</source>
        <translation>Payment code</translation>
    </message>
    <message>
        <source>kind.wifi</source>
        <translation>Wi-Fi code</translation>
    </message>
    <message>
        <source>kind.contact</source>
        <translation>Contact card</translation>
    </message>
    <message>
        <source>kind.manual</source>
        <translation>Written down</translation>
    </message>
    <message>
        <source>kind.unknown</source>
        <translation>Unknown code</translation>
    </message>
    <message>
        <source>basis.read</source>
        <translation>read, code is unsigned</translation>
    </message>
    <message>
        <source>basis.verified</source>
        <translation>signature verified</translation>
    </message>
    <message>
        <source>seen.in</source>
        <translation>Went in at {time}, {gate}.</translation>
    </message>
    <message>
        <source>seen.out</source>
        <translation>Went out at {time}, {gate}.</translation>
    </message>
    <message>
        <source>direction.in</source>
        <translation>IN</translation>
    </message>
    <message>
        <source>direction.out</source>
        <translation>OUT</translation>
    </message>
    <message>
        <source>link.unknown</source>
        <translation>Connecting</translation>
    </message>
    <message>
        <source>link.online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>link.offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>{count} unsent</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>{count} to settle</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Case at this point: call health office</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>{count} overdue, not sent</translation>
    </message>
    <message>
        <source>copies_held</source>
        <translation>{count} copies past their time</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>Data damaged: restart</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>{count} entries lost</translation>
    </message>
    <message>
        <source>disk.days</source>
        <translation>Disk: {days} days left</translation>
    </message>
    <message>
        <source>disk.low</source>
        <translation>Disk fills up</translation>
    </message>
    <message>
        <source>disk.critical</source>
        <translation>Disk nearly full</translation>
    </message>
    <message>
        <source>disk.reserve</source>
        <translation>Disk full</translation>
    </message>
    <message>
        <source>roster.ageing</source>
        <translation>Roster is ageing</translation>
    </message>
    <message>
        <source>roster.stale</source>
        <translation>Roster too old</translation>
    </message>
    <message>
        <source>reader.missing</source>
        <translation>Reader lost</translation>
    </message>
    <message>
        <source>gate.button.type</source>
        <translation>Type it in</translation>
    </message>
    <message>
        <source>gate.button.log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>gate.button.look</source>
        <translation>Only look</translation>
    </message>
    <message>
        <source>gate.button.desk</source>
        <translation>Visitors</translation>
    </message>
    <message>
        <source>gate.button.language</source>
        <translation>English</translation>
    </message>
    <message>
        <source>gate.button.admit</source>
        <translation>Let pass…</translation>
    </message>
    <message>
        <source>gate.button.turn_away</source>
        <translation>Turn away…</translation>
    </message>
    <message>
        <source>gate.button.other_way</source>
        <translation>Wrong way</translation>
    </message>
    <message>
        <source>gate.button.undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>deed.admitted</source>
        <translation>Let pass by staff.</translation>
    </message>
    <message>
        <source>deed.turned_away</source>
        <translation>Turned away by staff.</translation>
    </message>
    <message>
        <source>deed.taken_back</source>
        <translation>The last entry is taken back and does not count.</translation>
    </message>
</context>
<context>
    <name>keyboard</name>
    <message>
        <source>keyboard.shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>keyboard.caps</source>
        <translation>CAPS</translation>
    </message>
    <message>
        <source>keyboard.erase</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>keyboard.next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>keyboard.hide</source>
        <translation>Hide</translation>
    </message>
    <message>
        <source>keyboard.space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>keyboard.telex</source>
        <translation>Telex</translation>
    </message>
    <message>
        <source>keyboard.vni</source>
        <translation>VNI</translation>
    </message>
    <message>
        <source>keyboard.off</source>
        <translation>No marks</translation>
    </message>
    <message>
        <source>keyboard.letters</source>
        <translation>ABC</translation>
    </message>
    <message>
        <source>keyboard.signs</source>
        <translation>#&amp;()</translation>
    </message>
    <message>
        <source>keyboard.numbers</source>
        <translation>123</translation>
    </message>
</context>
<context>
    <name>log</name>
    <message>
        <source>log.title.today</source>
        <translation>TODAY&apos;S LOG</translation>
    </message>
    <message>
        <source>log.title.day</source>
        <translation>LOG OF {day}</translation>
    </message>
    <message>
        <source>log.title.last</source>
        <translation>LAST {count}</translation>
    </message>
    <message>
        <source>log.summary</source>
        <translation>{into} in · {out} out · {denied} denied</translation>
    </message>
    <message>
        <source>log.day.last</source>
        <translation>Last {count}</translation>
    </message>
    <message>
        <source>log.day.today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>log.day.yesterday</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>log.day.earlier</source>
        <translation>Before: {day}</translation>
    </message>
    <message>
        <source>log.filter.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>log.filter.check</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>log.filter.deny</source>
        <translation>Denied</translation>
    </message>
    <message>
        <source>log.filter.refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>log.search</source>
        <translation>Name or last digits</translation>
    </message>
    <message>
        <source>log.hint.reading</source>
        <translation>Reading the log…</translation>
    </message>
    <message>
        <source>log.hint.none</source>
        <translation>No entries.</translation>
    </message>
    <message>
        <source>log.hint.not_found</source>
        <translation>Nothing found. Try another day, or fewer letters.</translation>
    </message>
    <message>
        <source>log.hint.cut</source>
        <translation>Too many entries that day: only the newest 300,000 are searched.</translation>
    </message>
    <message>
        <source>log.page.newer</source>
        <translation>Newer</translation>
    </message>
    <message>
        <source>log.page.older</source>
        <translation>Older</translation>
    </message>
    <message>
        <source>log.page.number</source>
        <translation>Page {page} / {pages}</translation>
    </message>
    <message>
        <source>log.outcome.allow</source>
        <translation>Allowed</translation>
    </message>
    <message>
        <source>log.outcome.check</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>log.outcome.deny</source>
        <translation>Denied</translation>
    </message>
    <message>
        <source>log.outcome.unreadable</source>
        <translation>Unreadable</translation>
    </message>
    <message>
        <source>log.open</source>
        <translation>Not settled</translation>
    </message>
    <message>
        <source>log.act.void</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>log.act.admitted</source>
        <translation>Let pass</translation>
    </message>
    <message>
        <source>log.act.turned_away</source>
        <translation>Turned away</translation>
    </message>
    <message>
        <source>log.act.closed</source>
        <translation>Closed at night</translation>
    </message>
    <message>
        <source>log.act.presented</source>
        <translation>Followed by another entry</translation>
    </message>
    <message>
        <source>log.text.undone</source>
        <translation>undone at the gate</translation>
    </message>
    <message>
        <source>log.text.wrong_way</source>
        <translation>wrong direction</translation>
    </message>
    <message>
        <source>log.sending.stored</source>
        <translation>Stored here, to be sent</translation>
    </message>
    <message>
        <source>log.sending.confirmed</source>
        <translation>Confirmed by province</translation>
    </message>
    <message>
        <source>log.sending.held</source>
        <translation>At the province, held</translation>
    </message>
    <message>
        <source>log.sending.refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>log.refused.conflict</source>
        <translation>same id, other content</translation>
    </message>
    <message>
        <source>log.refused.malformed</source>
        <translation>content can&apos;t be read</translation>
    </message>
    <message>
        <source>log.refused.future</source>
        <translation>its time is in the future</translation>
    </message>
    <message>
        <source>log.refused.other</source>
        <translation>ask the province</translation>
    </message>
    <message>
        <source>log.advice.future</source>
        <translation>Check this machine&apos;s clock. The entry stays here and is sent again.</translation>
    </message>
    <message>
        <source>log.advice.refused</source>
        <translation>The entry stays here, nothing is lost. Ask the person in charge to call the province.</translation>
    </message>
    <message>
        <source>log.no_name</source>
        <translation>No name</translation>
    </message>
    <message>
        <source>log.purged</source>
        <translation>Deleted when its time was over</translation>
    </message>
    <message>
        <source>log.entry.title</source>
        <translation>ENTRY</translation>
    </message>
    <message>
        <source>log.fact.when</source>
        <translation>When</translation>
    </message>
    <message>
        <source>log.fact.gate</source>
        <translation>Way, gate</translation>
    </message>
    <message>
        <source>log.fact.kind</source>
        <translation>Kind of code</translation>
    </message>
    <message>
        <source>log.fact.why</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>log.fact.done</source>
        <translation>Since then</translation>
    </message>
    <message>
        <source>log.fact.sent</source>
        <translation>Province</translation>
    </message>
    <message>
        <source>log.button.admitted</source>
        <translation>Let pass…</translation>
    </message>
    <message>
        <source>log.button.turned_away</source>
        <translation>Turn away…</translation>
    </message>
    <message>
        <source>log.button.taken_back</source>
        <translation>Make void…</translation>
    </message>
    <message>
        <source>log.button.turn</source>
        <translation>Wrong direction</translation>
    </message>
    <message>
        <source>log.short.conflict</source>
        <translation>same id</translation>
    </message>
    <message>
        <source>log.short.malformed</source>
        <translation>unreadable</translation>
    </message>
    <message>
        <source>log.short.future</source>
        <translation>future time</translation>
    </message>
    <message>
        <source>log.short.other</source>
        <translation>ask them</translation>
    </message>
</context>
<context>
    <name>setup</name>
    <message>
        <source>setup.button.settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>setup.button.checkup</source>
        <translation>Diagnostics</translation>
    </message>
    <message>
        <source>setup.button.enrol</source>
        <translation>Enrol with the province</translation>
    </message>
    <message>
        <source>setup.button.type_code</source>
        <translation>Type the code</translation>
    </message>
    <message>
        <source>setup.button.put_off</source>
        <translation>Later: work offline</translation>
    </message>
    <message>
        <source>setup.button.next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>setup.button.name_gate</source>
        <translation>Other…</translation>
    </message>
    <message>
        <source>setup.button.restart</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>setup.button.check_again</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>setup.button.try_readers</source>
        <translation>Test the readers</translation>
    </message>
    <message>
        <source>setup.button.try_sounds</source>
        <translation>Test the sounds</translation>
    </message>
    <message>
        <source>setup.button.finish</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>setup.button.print</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>setup.step</source>
        <translation>Step {number}/5 · {title}</translation>
    </message>
    <message>
        <source>setup.welcome.title</source>
        <translation>Enrolment</translation>
    </message>
    <message>
        <source>setup.welcome.ask</source>
        <translation>Show the province&apos;s enrolment QR code to the reader</translation>
    </message>
    <message>
        <source>setup.welcome.hint</source>
        <translation>The province sends the point this code; it begins with VE1. The gate reads and keeps entries as usual meanwhile.</translation>
    </message>
    <message>
        <source>setup.language.vi</source>
        <translation>Tiếng Việt</translation>
    </message>
    <message>
        <source>setup.language.en</source>
        <translation>English</translation>
    </message>
    <message>
        <source>setup.joining</source>
        <translation>Enrolling with the province…</translation>
    </message>
    <message>
        <source>setup.refused.not_a_code</source>
        <translation>This is no enrolment code. It begins with VE1.</translation>
    </message>
    <message>
        <source>setup.refused.mistyped</source>
        <translation>The code has a mistake. Check it, or use its QR code.</translation>
    </message>
    <message>
        <source>setup.refused.unsafe_address</source>
        <translation>The code names an address that is not secure. Ask the province for one with https.</translation>
    </message>
    <message>
        <source>setup.refused.other_server</source>
        <translation>The code is of another server than the IT policy fixes. Tell the IT staff.</translation>
    </message>
    <message>
        <source>setup.refused.other_point</source>
        <translation>This kiosk is enrolled already, for another point.</translation>
    </message>
    <message>
        <source>setup.refused.unknown_code</source>
        <translation>The province does not know this code. Ask for a new one.</translation>
    </message>
    <message>
        <source>setup.refused.used_code</source>
        <translation>Another kiosk has used this code. Ask for a new one.</translation>
    </message>
    <message>
        <source>setup.refused.expired_code</source>
        <translation>This code has expired. Ask for a new one.</translation>
    </message>
    <message>
        <source>setup.refused.bad_request</source>
        <translation>The province could not read the request. Update this kiosk.</translation>
    </message>
    <message>
        <source>setup.refused.not_believed</source>
        <translation>Who answers is not the province that made the code. Stop, and call the province.</translation>
    </message>
    <message>
        <source>setup.type_code.title</source>
        <translation>Type the enrolment code</translation>
    </message>
    <message>
        <source>setup.type_code.hint</source>
        <translation>Type all of the code, from VE1 to its end; no hyphens needed. {count} typed.</translation>
    </message>
    <message>
        <source>setup.name_gate.title</source>
        <translation>The gate&apos;s name</translation>
    </message>
    <message>
        <source>setup.name_gate.hint</source>
        <translation>A short name, such as A or B2. For accents, edit kiosk.toml.</translation>
    </message>
    <message>
        <source>setup.joined.title</source>
        <translation>Enrolled</translation>
    </message>
    <message>
        <source>setup.joined.ask</source>
        <translation>The province knows this kiosk now</translation>
    </message>
    <message>
        <source>setup.joined.hint</source>
        <translation>Compare the key&apos;s fingerprint with the province&apos;s screen. If it differs, call the province.</translation>
    </message>
    <message>
        <source>setup.fact.province</source>
        <translation>Province</translation>
    </message>
    <message>
        <source>setup.fact.point</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>setup.fact.gate</source>
        <translation>Gate</translation>
    </message>
    <message>
        <source>setup.fact.fingerprint</source>
        <translation>Fingerprint</translation>
    </message>
    <message>
        <source>setup.fact.made</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>setup.recovery.title</source>
        <translation>Recovery passphrase</translation>
    </message>
    <message>
        <source>setup.recovery.hint</source>
        <translation>Print it or write it down, and keep it safe, away from the kiosk. It opens the data when this machine fails, and resets the PIN. It is shown this once.</translation>
    </message>
    <message>
        <source>setup.recovery.printing</source>
        <translation>Sending it to the printer…</translation>
    </message>
    <message>
        <source>setup.recovery.printed</source>
        <translation>Sent to the printer {place}. Compare the sheet with the screen before you tap “{noted}”.</translation>
    </message>
    <message>
        <source>setup.recovery.no_printer</source>
        <translation>There is no printer. Write the passphrase down by hand; once there is one, tap “{again}” again.</translation>
    </message>
    <message>
        <source>setup.recovery.refused</source>
        <translation>The printer did not take it. Look at it and tap “{again}” again, or write it down by hand.</translation>
    </message>
    <message>
        <source>setup.sheet.title</source>
        <translation>RECOVERY PASSPHRASE OF A KIOSK</translation>
    </message>
    <message>
        <source>setup.sheet.what</source>
        <translation>The passphrase in the frame opens the data of the kiosk named below when its PIN is forgotten, when its key is lost and when the machine is replaced. The kiosk shows it once and keeps no copy.</translation>
    </message>
    <message>
        <source>setup.sheet.reading</source>
        <translation>{count} letters and digits. Grey squares with “{digit}” below are digits, white ones letters. There is no I, O, 0 or 1. No dashes or blanks are needed; capital or small letters are all the same.</translation>
    </message>
    <message>
        <source>setup.sheet.digit</source>
        <translation>digit</translation>
    </message>
    <message>
        <source>setup.sheet.keep</source>
        <translation>Keep it in a sealed envelope in the supervisor&apos;s safe, not beside the kiosk. Take no picture of it and type it into no other machine or telephone.</translation>
    </message>
    <message>
        <source>setup.sheet.who</source>
        <translation>Who has this sheet can open this kiosk&apos;s data: names and document numbers of all who passed. If it is lost or the envelope was opened, tell the IT staff at once, who change the key (kiosk keys rekey).</translation>
    </message>
    <message>
        <source>setup.sheet.pin</source>
        <translation>PIN forgotten: tap “{forgot}” on the PIN screen, type the passphrase, and set a new PIN.</translation>
    </message>
    <message>
        <source>setup.sheet.key</source>
        <translation>Key file lost, or a new machine: the IT staff run “kiosk keys recover”, or “kiosk restore” from a backup. Both ask for this passphrase.</translation>
    </message>
    <message>
        <source>setup.sheet.received</source>
        <translation>Received by (name, signature)</translation>
    </message>
    <message>
        <source>setup.sheet.day</source>
        <translation>Received on, kept at</translation>
    </message>
    <message>
        <source>setup.settings.title</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>setup.settings.looking</source>
        <translation>Reading the settings…</translation>
    </message>
    <message>
        <source>setup.settings.kept</source>
        <translation>Kept. It counts once you leave these screens, or tap Restart.</translation>
    </message>
    <message>
        <source>setup.settings.unkept</source>
        <translation>Not kept: check the disk and the file kiosk.toml.</translation>
    </message>
    <message>
        <source>setup.fixed</source>
        <translation>Fixed by {source}</translation>
    </message>
    <message>
        <source>setup.command_line</source>
        <translation>the command line</translation>
    </message>
    <message>
        <source>setup.key.gate</source>
        <translation>Gate</translation>
    </message>
    <message>
        <source>setup.key.direction</source>
        <translation>Direction</translation>
    </message>
    <message>
        <source>setup.key.language</source>
        <translation>Language at rest</translation>
    </message>
    <message>
        <source>setup.key.sound</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>setup.key.typing</source>
        <translation>Typing Vietnamese</translation>
    </message>
    <message>
        <source>setup.key.on_screen_keyboard</source>
        <translation>On-screen keyboard</translation>
    </message>
    <message>
        <source>setup.key.camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>setup.key.camera_mirrored</source>
        <translation>Mirrored picture</translation>
    </message>
    <message>
        <source>setup.key.night_hour</source>
        <translation>Nightly closing</translation>
    </message>
    <message>
        <source>setup.key.dim_after_minutes</source>
        <translation>Dim the screen after</translation>
    </message>
    <message>
        <source>setup.sound.on</source>
        <translation>By verdict</translation>
    </message>
    <message>
        <source>setup.sound.neutral</source>
        <translation>Always the same</translation>
    </message>
    <message>
        <source>setup.sound.off</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>setup.typing.telex</source>
        <translation>Telex</translation>
    </message>
    <message>
        <source>setup.typing.vni</source>
        <translation>VNI</translation>
    </message>
    <message>
        <source>setup.typing.off</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.auto</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.on</source>
        <translation>Always</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.off</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>setup.night_hour.off</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>setup.none</source>
        <translation>None</translation>
    </message>
    <message>
        <source>setup.yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>setup.no</source>
        <translation>No</translation>
    </message>
    <message>
        <source>setup.minutes</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>setup.never</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>setup.checkup.title</source>
        <translation>Diagnostics</translation>
    </message>
    <message>
        <source>setup.checkup.looking</source>
        <translation>Checking… this may take half a minute.</translation>
    </message>
    <message>
        <source>setup.checkup.bad</source>
        <translation>{bad} of {all} checks need attention; they come first.</translation>
    </message>
    <message>
        <source>setup.checkup.good</source>
        <translation>All {all} checks are well.</translation>
    </message>
    <message>
        <source>setup.try_readers.title</source>
        <translation>Reader test</translation>
    </message>
    <message>
        <source>setup.try_readers.ask</source>
        <translation>Show any code to each reader</translation>
    </message>
    <message>
        <source>setup.try_readers.hint</source>
        <translation>Nothing that is read here is recorded.</translation>
    </message>
    <message>
        <source>setup.pace.keys</source>
        <translation>{ms} ms a key</translation>
    </message>
    <message>
        <source>setup.pace.decoded</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>setup.try_sounds.title</source>
        <translation>Sound test</translation>
    </message>
    <message>
        <source>setup.try_sounds.ask</source>
        <translation>Tap to hear each sound</translation>
    </message>
    <message>
        <source>setup.try_sounds.hint</source>
        <translation>If you hear nothing, check the speaker, its cable and the machine&apos;s volume.</translation>
    </message>
    <message>
        <source>setup.sound_of.allow</source>
        <translation>Please go in</translation>
    </message>
    <message>
        <source>setup.sound_of.check</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>setup.sound_of.deny</source>
        <translation>Do not enter</translation>
    </message>
    <message>
        <source>setup.sound_of.unreadable</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>staff</name>
    <message>
        <source>staff.failed</source>
        <translation>It could not be recorded. Try again; if it fails again, call the admin.</translation>
    </message>
    <message>
        <source>staff.still_there</source>
        <translation>Is anybody there? The screen is wiped in {seconds} s.</translation>
    </message>
    <message>
        <source>staff.button.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>staff.button.stay</source>
        <translation>I am here</translation>
    </message>
    <message>
        <source>staff.button.confirm</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>staff.settle.admitted</source>
        <translation>Why let this person pass?</translation>
    </message>
    <message>
        <source>staff.settle.turned_away</source>
        <translation>Why turn this person away?</translation>
    </message>
    <message>
        <source>staff.settle.hint</source>
        <translation>Choose a reason, or write another. It is kept with the entry.</translation>
    </message>
    <message>
        <source>staff.settle.other</source>
        <translation>Another reason</translation>
    </message>
    <message>
        <source>staff.reason.document_seen</source>
        <translation>Original document seen</translation>
    </message>
    <message>
        <source>staff.reason.known</source>
        <translation>Known in person</translation>
    </message>
    <message>
        <source>staff.reason.superior</source>
        <translation>A superior agreed</translation>
    </message>
    <message>
        <source>staff.reason.emergency</source>
        <translation>Emergency</translation>
    </message>
    <message>
        <source>staff.reason.no_document</source>
        <translation>No document</translation>
    </message>
    <message>
        <source>staff.reason.not_same_person</source>
        <translation>Not the same person</translation>
    </message>
    <message>
        <source>staff.reason.not_expected</source>
        <translation>Not expected</translation>
    </message>
    <message>
        <source>staff.reason.left</source>
        <translation>The person has left</translation>
    </message>
    <message>
        <source>staff.refusal.unknown_entry</source>
        <translation>This entry was not found.</translation>
    </message>
    <message>
        <source>staff.refusal.already_void</source>
        <translation>This entry was void already.</translation>
    </message>
    <message>
        <source>staff.refusal.not_a_check</source>
        <translation>This entry needs no check.</translation>
    </message>
    <message>
        <source>staff.refusal.already_settled</source>
        <translation>This entry was settled already.</translation>
    </message>
    <message>
        <source>staff.declare.title</source>
        <translation>Health declaration</translation>
    </message>
    <message>
        <source>staff.declare.step</source>
        <translation>Question {number} of {count}</translation>
    </message>
    <message>
        <source>staff.declare.yes</source>
        <translation>YES</translation>
    </message>
    <message>
        <source>staff.declare.no</source>
        <translation>NO</translation>
    </message>
    <message>
        <source>staff.declare.leave</source>
        <translation>Do not declare</translation>
    </message>
    <message>
        <source>staff.declare.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>staff.declare.phone</source>
        <translation>Telephone number</translation>
    </message>
    <message>
        <source>staff.declare.phone_required</source>
        <translation>Type the telephone number. From abroad: start with 00.</translation>
    </message>
    <message>
        <source>staff.declare.phone_optional</source>
        <translation>Type the telephone number, or skip. From abroad: start with 00.</translation>
    </message>
    <message>
        <source>staff.declare.skip</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>staff.declare.erase</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>staff.declare.keeping</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>staff.declare.not_kept</source>
        <translation>The declaration was not saved.</translation>
    </message>
    <message>
        <source>staff.declare.again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>staff.look.title</source>
        <translation>LOOK ONLY – NOTHING IS RECORDED</translation>
    </message>
    <message>
        <source>staff.look.hint</source>
        <translation>Hold a code to the reader to see what it is. No entry is recorded.</translation>
    </message>
    <message>
        <source>staff.look.done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>staff.look.kind</source>
        <translation>Kind of code</translation>
    </message>
    <message>
        <source>staff.look.basis</source>
        <translation>How it was read</translation>
    </message>
    <message>
        <source>staff.look.number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>staff.look.valid</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>staff.look.issuer</source>
        <translation>Issuer</translation>
    </message>
    <message>
        <source>staff.look.valid_since</source>
        <translation>from {since}</translation>
    </message>
    <message>
        <source>staff.look.valid_until</source>
        <translation>until {until}</translation>
    </message>
    <message>
        <source>staff.look.valid_since_until</source>
        <translation>{since} – {until}</translation>
    </message>
    <message>
        <source>staff.look.outcome_allow</source>
        <translation>If recorded: MAY PASS</translation>
    </message>
    <message>
        <source>staff.look.outcome_check</source>
        <translation>If recorded: NEEDS A CHECK</translation>
    </message>
    <message>
        <source>staff.look.outcome_deny</source>
        <translation>If recorded: MAY NOT PASS</translation>
    </message>
    <message>
        <source>staff.look.outcome_unreadable</source>
        <translation>THIS CODE CAN&apos;T BE READ</translation>
    </message>
    <message>
        <source>staff.typing.title</source>
        <translation>TYPE BY HAND</translation>
    </message>
    <message>
        <source>staff.typing.mode.number</source>
        <translation>ID card number</translation>
    </message>
    <message>
        <source>staff.typing.mode.code</source>
        <translation>Another card&apos;s code</translation>
    </message>
    <message>
        <source>staff.typing.hint.number</source>
        <translation>Type the 12 digits of the CCCD, or the 9 of an old card.</translation>
    </message>
    <message>
        <source>staff.typing.hint.code</source>
        <translation>Type the code that is printed on the card or paper.</translation>
    </message>
    <message>
        <source>staff.typing.way.in</source>
        <translation>IN</translation>
    </message>
    <message>
        <source>staff.typing.way.out</source>
        <translation>OUT</translation>
    </message>
    <message>
        <source>staff.typing.count</source>
        <translation>{count}/12 digits</translation>
    </message>
    <message>
        <source>staff.typing.confirm</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>staff.typing.heard</source>
        <translation>The code just shown can&apos;t be read. Show it again, or go on typing.</translation>
    </message>
    <message>
        <source>staff.typing.doubt.province</source>
        <translation>No province has the code {province}. Check the first three digits.</translation>
    </message>
    <message>
        <source>staff.typing.doubt.birth_year</source>
        <translation>The birth year {year} has not come. Check the 4th to 6th digit.</translation>
    </message>
    <message>
        <source>staff.typing.said.province</source>
        <translation>Birth registered in: {province}</translation>
    </message>
    <message>
        <source>staff.typing.said.male</source>
        <translation>Birth registered in: {province} · male · born {year}</translation>
    </message>
    <message>
        <source>staff.typing.said.female</source>
        <translation>Birth registered in: {province} · female · born {year}</translation>
    </message>
    <message>
        <source>staff.settle.taken_back</source>
        <translation>Why is it made void?</translation>
    </message>
    <message>
        <source>staff.reason.wrong_way</source>
        <translation>Wrong direction</translation>
    </message>
    <message>
        <source>staff.reason.wrong_person</source>
        <translation>Wrong person</translation>
    </message>
    <message>
        <source>staff.reason.twice</source>
        <translation>Read twice</translation>
    </message>
    <message>
        <source>staff.reason.trial</source>
        <translation>A trial</translation>
    </message>
    <message>
        <source>staff.declare.still_there</source>
        <translation>Still declaring? In {seconds} s this entry will need a check.</translation>
    </message>
</context>
</TS>
