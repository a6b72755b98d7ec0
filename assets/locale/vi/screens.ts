<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN">
<context>
    <name>admin</name>
    <message>
        <source>admin.read</source>
        <translation>{count} lượt vừa đọc</translation>
    </message>
    <message>
        <source>admin.broken</source>
        <translation>Cổng đang ngừng</translation>
    </message>
    <message>
        <source>admin.failed</source>
        <translation>Không đọc hoặc ghi được dữ liệu của máy. Thử lại; nếu vẫn vậy, gọi người kỹ thuật.</translation>
    </message>
    <message>
        <source>admin.lock</source>
        <translation>Tự khoá sau {left}</translation>
    </message>
    <message>
        <source>admin.seconds</source>
        <translation>{seconds} giây</translation>
    </message>
    <message>
        <source>admin.minutes</source>
        <translation>{minutes} phút {seconds} giây</translation>
    </message>
    <message>
        <source>admin.left</source>
        <translation>Còn khoảng {left}</translation>
    </message>
    <message>
        <source>admin.pin.title</source>
        <translation>MÃ PIN QUẢN TRỊ</translation>
    </message>
    <message>
        <source>admin.pin.hint</source>
        <translation>Nhập mã PIN rồi bấm Xong.</translation>
    </message>
    <message>
        <source>admin.new_pin.title</source>
        <translation>ĐẶT MÃ PIN MỚI</translation>
    </message>
    <message>
        <source>admin.new_pin.hint</source>
        <translation>Chọn 4 đến 8 chữ số mà chỉ người quản trị biết.</translation>
    </message>
    <message>
        <source>admin.repeat_pin.title</source>
        <translation>NHẬP LẠI MÃ PIN</translation>
    </message>
    <message>
        <source>admin.repeat_pin.hint</source>
        <translation>Nhập lại đúng mã vừa chọn.</translation>
    </message>
    <message>
        <source>admin.pin.wrong</source>
        <translation>Sai mã PIN. Còn {left} trong {tries} lần thử.</translation>
    </message>
    <message>
        <source>admin.pin.wait</source>
        <translation>Sai nhiều lần. Thử lại sau {left}.</translation>
    </message>
    <message>
        <source>admin.pin.too_short</source>
        <translation>Mã PIN có từ 4 đến 8 chữ số.</translation>
    </message>
    <message>
        <source>admin.pin.differs</source>
        <translation>Hai lần nhập khác nhau. Đặt lại từ đầu.</translation>
    </message>
    <message>
        <source>admin.pin.changed</source>
        <translation>Đã lưu mã PIN mới.</translation>
    </message>
    <message>
        <source>admin.menu.title</source>
        <translation>QUẢN TRỊ</translation>
    </message>
    <message>
        <source>admin.fact.point</source>
        <translation>Điểm</translation>
    </message>
    <message>
        <source>admin.fact.not_enrolled</source>
        <translation>Chưa đăng ký với tỉnh</translation>
    </message>
    <message>
        <source>admin.fact.kiosk</source>
        <translation>Mã máy</translation>
    </message>
    <message>
        <source>admin.fact.entries</source>
        <translation>Lượt đang giữ</translation>
    </message>
    <message>
        <source>admin.fact.unsent</source>
        <translation>Chưa gửi về tỉnh</translation>
    </message>
    <message>
        <source>admin.fact.purge</source>
        <translation>Huỷ đêm nay</translation>
    </message>
    <message>
        <source>admin.fact.oldest</source>
        <translation>Lượt cũ nhất</translation>
    </message>
    <message>
        <source>admin.fact.overdue</source>
        <translation>Quá hạn, chưa gửi</translation>
    </message>
    <message>
        <source>admin.purge</source>
        <translation>{count} lượt, trước {day}</translation>
    </message>
    <message>
        <source>admin.purge.waits</source>
        <translation>Chờ: chưa tin được đồng hồ</translation>
    </message>
    <message>
        <source>admin.overdue</source>
        <translation>{count} lượt, giữ đến {day}</translation>
    </message>
    <message>
        <source>admin.fact.version</source>
        <translation>Phiên bản</translation>
    </message>
    <message>
        <source>admin.fact.file</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>admin.fact.rows</source>
        <translation>Số lượt</translation>
    </message>
    <message>
        <source>admin.fact.span</source>
        <translation>Thời gian</translation>
    </message>
    <message>
        <source>admin.fact.sha256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>admin.all_sent</source>
        <translation>Không còn, tỉnh đã nhận đủ</translation>
    </message>
    <message>
        <source>admin.choose.title</source>
        <translation>XUẤT RA USB</translation>
    </message>
    <message>
        <source>admin.choose.no_stick</source>
        <translation>Cắm USB vào máy. Nếu đã cắm sẵn, rút ra rồi cắm lại.</translation>
    </message>
    <message>
        <source>admin.choose.two_sticks</source>
        <translation>Có nhiều USB mới cắm. Chỉ để lại một chiếc.</translation>
    </message>
    <message>
        <source>admin.stick</source>
        <translation>USB {name}, còn trống {free}</translation>
    </message>
    <message>
        <source>admin.choose.what</source>
        <translation>Loại tệp</translation>
    </message>
    <message>
        <source>admin.choose.span</source>
        <translation>Khoảng thời gian</translation>
    </message>
    <message>
        <source>admin.choose.span.hint</source>
        <translation>Tính theo ngày ở Việt Nam, đến lúc bấm Ghi.</translation>
    </message>
    <message>
        <source>admin.choose.counting</source>
        <translation>Đang đếm…</translation>
    </message>
    <message>
        <source>admin.choose.rows</source>
        <translation>Sẽ ghi {rows} lượt</translation>
    </message>
    <message>
        <source>admin.what.csv</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>admin.what.csv.hint</source>
        <translation>Bảng đọc được bằng mọi phần mềm. Có đủ số giấy tờ: giữ kỹ USB.</translation>
    </message>
    <message>
        <source>admin.what.xlsx</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>admin.what.xlsx.hint</source>
        <translation>Bảng tính Excel. Có đủ số giấy tờ: giữ kỹ USB.</translation>
    </message>
    <message>
        <source>admin.what.zip</source>
        <translation>ZIP có mật khẩu</translation>
    </message>
    <message>
        <source>admin.what.zip.hint</source>
        <translation>Bảng CSV nén và mã hoá. Mật khẩu hiện một lần sau khi ghi.</translation>
    </message>
    <message>
        <source>admin.what.bundle</source>
        <translation>Gói gửi tỉnh</translation>
    </message>
    <message>
        <source>admin.what.bundle.hint</source>
        <translation>Gói đã ký và niêm phong, chỉ tỉnh mở được. Dùng khi điểm không có mạng.</translation>
    </message>
    <message>
        <source>admin.what.bundle.not_enrolled</source>
        <translation>Gói gửi tỉnh cần máy đã đăng ký.</translation>
    </message>
    <message>
        <source>admin.span.today</source>
        <translation>Hôm nay</translation>
    </message>
    <message>
        <source>admin.span.week</source>
        <translation>7 ngày</translation>
    </message>
    <message>
        <source>admin.span.month</source>
        <translation>Tháng này</translation>
    </message>
    <message>
        <source>admin.span.all</source>
        <translation>Tất cả</translation>
    </message>
    <message>
        <source>admin.span.unsent</source>
        <translation>Chưa gửi</translation>
    </message>
    <message>
        <source>admin.progress.title</source>
        <translation>ĐANG GHI RA USB</translation>
    </message>
    <message>
        <source>admin.progress.warning</source>
        <translation>Đừng rút USB. Cổng vẫn nhận mã như thường.</translation>
    </message>
    <message>
        <source>admin.phase.writing</source>
        <translation>Đang ghi tệp</translation>
    </message>
    <message>
        <source>admin.phase.verifying</source>
        <translation>Đang đọc lại để kiểm tra</translation>
    </message>
    <message>
        <source>admin.phase.ejecting</source>
        <translation>Đang ngắt USB</translation>
    </message>
    <message>
        <source>admin.passphrase.title</source>
        <translation>MẬT KHẨU CỦA TỆP ZIP</translation>
    </message>
    <message>
        <source>admin.passphrase.hint</source>
        <translation>Chép ra giấy, gồm cả dấu gạch, và giữ riêng với USB. Mật khẩu chỉ hiện lần này, không lưu ở đâu cả.</translation>
    </message>
    <message>
        <source>admin.end.ejected</source>
        <translation>Đã kiểm tra, rút USB được rồi</translation>
    </message>
    <message>
        <source>admin.end.ejected.next</source>
        <translation>Tệp đã được đọc lại và đúng từng byte.</translation>
    </message>
    <message>
        <source>admin.end.not_ejected</source>
        <translation>Đã kiểm tra, chưa ngắt được USB</translation>
    </message>
    <message>
        <source>admin.end.not_ejected.next</source>
        <translation>Tệp đúng từng byte. Đợi đèn USB ngừng nháy 10 giây rồi hãy rút.</translation>
    </message>
    <message>
        <source>admin.end.gone</source>
        <translation>Đã kiểm tra, USB không còn trong máy</translation>
    </message>
    <message>
        <source>admin.end.gone.next</source>
        <translation>Tệp đã đúng từng byte trước khi USB bị rút. Nên cắm lại và xem tệp.</translation>
    </message>
    <message>
        <source>admin.end.no_stick</source>
        <translation>Không thấy USB</translation>
    </message>
    <message>
        <source>admin.end.two_sticks</source>
        <translation>Có nhiều USB</translation>
    </message>
    <message>
        <source>admin.end.read_only</source>
        <translation>USB không cho ghi</translation>
    </message>
    <message>
        <source>admin.end.full</source>
        <translation>USB không đủ chỗ</translation>
    </message>
    <message>
        <source>admin.end.pulled_out</source>
        <translation>USB bị rút giữa chừng</translation>
    </message>
    <message>
        <source>admin.end.worn_out</source>
        <translation>USB hỏng: đọc lại thấy sai</translation>
    </message>
    <message>
        <source>admin.end.cancelled</source>
        <translation>Đã huỷ</translation>
    </message>
    <message>
        <source>admin.end.failed</source>
        <translation>Không xuất được</translation>
    </message>
    <message>
        <source>admin.end.failed.next</source>
        <translation>Máy không đọc hoặc ghi được dữ liệu của chính nó. Thử lại; nếu vẫn vậy, gọi người kỹ thuật.</translation>
    </message>
    <message>
        <source>admin.button.back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>admin.button.lock</source>
        <translation>Khoá lại</translation>
    </message>
    <message>
        <source>admin.button.forgot</source>
        <translation>Quên PIN</translation>
    </message>
    <message>
        <source>admin.button.pictures</source>
        <translation>Đọc từ ảnh</translation>
    </message>
    <message>
        <source>admin.button.paste</source>
        <translation>Dán ảnh</translation>
    </message>
    <message>
        <source>admin.button.earlier</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>admin.button.later</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>admin.forgotten.title</source>
        <translation>QUÊN MÃ PIN</translation>
    </message>
    <message>
        <source>admin.forgotten.hint</source>
        <translation>Lấy tờ giấy ghi mật khẩu khôi phục, in khi đăng ký máy. Gõ đủ các chữ, không cần gạch, rồi bấm Xong để đặt PIN mới.</translation>
    </message>
    <message>
        <source>admin.forgotten.no_passphrase</source>
        <translation>Máy này không có mật khẩu khôi phục. Gọi người kỹ thuật: trên máy này, bằng tài khoản chạy kiosk, gõ lệnh “kiosk pin reset”, rồi quay lại đây đặt PIN mới.</translation>
    </message>
    <message>
        <source>admin.pin.not_whole</source>
        <translation>Chưa đủ {size} chữ và số. Xem lại tờ giấy.</translation>
    </message>
    <message>
        <source>admin.pin.not_this</source>
        <translation>Không đúng mật khẩu khôi phục của máy này. So lại từng chữ với tờ giấy.</translation>
    </message>
    <message>
        <source>admin.choose.span.unsent</source>
        <translation>Mọi lượt tỉnh chưa xác nhận, của ngày nào cũng lấy, kể cả lượt tỉnh đã từ chối.</translation>
    </message>
    <message>
        <source>admin.unsent.table</source>
        <translation>{count} lượt, tỉnh chưa xác nhận (tệp này không gửi thay)</translation>
    </message>
    <message>
        <source>admin.unsent.bundle</source>
        <translation>{count} lượt, tỉnh chưa xác nhận (đến khi nhận biên nhận)</translation>
    </message>
    <message>
        <source>admin.pictures.title</source>
        <translation>ĐỌC TỪ ẢNH</translation>
    </message>
    <message>
        <source>admin.pictures.hint</source>
        <translation>Ảnh hoặc trang PDF có mã QR: chọn tệp trên USB, kéo thả tệp vào đây, hoặc dán ảnh đã chép.</translation>
    </message>
    <message>
        <source>admin.pictures.looking</source>
        <translation>USB {name}: đang tìm ảnh…</translation>
    </message>
    <message>
        <source>admin.pictures.none</source>
        <translation>USB {name} không có tệp ảnh hay PDF nào.</translation>
    </message>
    <message>
        <source>admin.pictures.found</source>
        <translation>USB {name}: {count} tệp. Chạm vào tệp cần đọc.</translation>
    </message>
    <message>
        <source>admin.pictures.reading</source>
        <translation>Đang đọc {name}…</translation>
    </message>
    <message>
        <source>admin.pictures.no_code</source>
        <translation>Không thấy mã QR trong {name}. Chụp lại rõ, thẳng và đủ sáng, hoặc xin tệp gốc.</translation>
    </message>
    <message>
        <source>admin.pictures.not_a_picture</source>
        <translation>{name} không phải ảnh hay PDF mà máy đọc được. Dùng PNG, JPEG hoặc PDF.</translation>
    </message>
    <message>
        <source>admin.pictures.damaged</source>
        <translation>{name} bị hỏng hoặc chép chưa hết. Chép lại rồi thử lần nữa.</translation>
    </message>
    <message>
        <source>admin.pictures.too_large</source>
        <translation>{name} quá lớn. Cắt lấy phần có mã QR rồi thử lại.</translation>
    </message>
    <message>
        <source>admin.pictures.locked</source>
        <translation>{name} có mật khẩu nên máy không mở. Xin bản không khoá, hoặc chụp ảnh trang có mã.</translation>
    </message>
    <message>
        <source>admin.pictures.gone</source>
        <translation>Không mở được {name}. Cắm lại USB rồi thử lần nữa.</translation>
    </message>
    <message>
        <source>admin.pictures.nothing_pasted</source>
        <translation>Chưa có ảnh nào được chép. Chép ảnh ở chương trình kia, rồi bấm Dán ảnh.</translation>
    </message>
    <message>
        <source>admin.pictures.pasted</source>
        <translation>ảnh đã dán</translation>
    </message>
    <message>
        <source>admin.codes.title</source>
        <translation>MÃ TRONG ẢNH</translation>
    </message>
    <message>
        <source>admin.codes.hint</source>
        <translation>Chạm vào mã để đưa qua cổng, như khi đưa vào đầu đọc. Mỗi lần chạm là một lượt.</translation>
    </message>
    <message>
        <source>admin.codes.found</source>
        <translation>{name}: thấy {count} mã. Chạm để đưa qua cổng.</translation>
    </message>
    <message>
        <source>admin.codes.presented</source>
        <translation>Đang đưa qua cổng: {about}…</translation>
    </message>
    <message>
        <source>admin.codes.judged</source>
        <translation>{verdict} – {about}</translation>
    </message>
    <message>
        <source>admin.codes.repeated</source>
        <translation>Mã này vừa được đưa qua cổng, không ghi thêm lượt: {about}</translation>
    </message>
    <message>
        <source>admin.button.erase</source>
        <translation>Xoá</translation>
    </message>
    <message>
        <source>admin.button.enter</source>
        <translation>Xong</translation>
    </message>
    <message>
        <source>admin.button.export</source>
        <translation>Xuất ra USB</translation>
    </message>
    <message>
        <source>admin.button.change_pin</source>
        <translation>Đổi mã PIN</translation>
    </message>
    <message>
        <source>admin.button.start</source>
        <translation>Ghi ra USB</translation>
    </message>
    <message>
        <source>admin.button.cancel</source>
        <translation>Huỷ</translation>
    </message>
    <message>
        <source>admin.button.cancelling</source>
        <translation>Đang huỷ…</translation>
    </message>
    <message>
        <source>admin.button.noted</source>
        <translation>Đã ghi lại</translation>
    </message>
    <message>
        <source>admin.button.again</source>
        <translation>Xuất lần nữa</translation>
    </message>
    <message>
        <source>admin.button.teach</source>
        <translation>Dạy đầu đọc</translation>
    </message>
    <message>
        <source>admin.button.teach_again</source>
        <translation>Dạy lại từ đầu</translation>
    </message>
    <message>
        <source>admin.button.skip</source>
        <translation>Bỏ qua mã này</translation>
    </message>
    <message>
        <source>admin.button.fix</source>
        <translation>Cách chỉnh</translation>
    </message>
    <message>
        <source>admin.button.self_test</source>
        <translation>Tự thử</translation>
    </message>
    <message>
        <source>admin.fact.reader</source>
        <translation>Đầu đọc</translation>
    </message>
    <message>
        <source>admin.fact.suffix</source>
        <translation>Kết thúc mã</translation>
    </message>
    <message>
        <source>admin.fact.letters</source>
        <translation>Chữ Việt</translation>
    </message>
    <message>
        <source>admin.fact.keys</source>
        <translation>Bàn phím</translation>
    </message>
    <message>
        <source>admin.fact.aim</source>
        <translation>Loại mã (AIM)</translation>
    </message>
    <message>
        <source>admin.fact.twins</source>
        <translation>Hai mã liền nhau</translation>
    </message>
    <message>
        <source>admin.fact.more</source>
        <translation>Thêm nữa</translation>
    </message>
    <message>
        <source>admin.teach.title</source>
        <translation>DẠY ĐẦU ĐỌC</translation>
    </message>
    <message>
        <source>admin.teach.progress</source>
        <translation>Mã {number}/{count}: {what}</translation>
    </message>
    <message>
        <source>admin.teach.lesson.digits</source>
        <translation>chữ số</translation>
    </message>
    <message>
        <source>admin.teach.lesson.ascii</source>
        <translation>chữ và dấu câu</translation>
    </message>
    <message>
        <source>admin.teach.lesson.letters</source>
        <translation>chữ Việt</translation>
    </message>
    <message>
        <source>admin.teach.lesson.eci</source>
        <translation>chữ Việt, có ECI</translation>
    </message>
    <message>
        <source>admin.teach.lesson.twins</source>
        <translation>hai mã liền nhau</translation>
    </message>
    <message>
        <source>admin.teach.lesson.long</source>
        <translation>mã dài</translation>
    </message>
    <message>
        <source>admin.teach.ask</source>
        <translation>Đưa đầu đọc vào mã trên màn hình.</translation>
    </message>
    <message>
        <source>admin.teach.ask.twins</source>
        <translation>Đọc hai mã, mã này ngay sau mã kia.</translation>
    </message>
    <message>
        <source>admin.teach.ask.test</source>
        <translation>Đọc mã này: trong đó có đủ 134 chữ Việt.</translation>
    </message>
    <message>
        <source>admin.teach.paused</source>
        <translation>Trong lúc dạy, cổng không nhận mã của ai.</translation>
    </message>
    <message>
        <source>admin.teach.heard</source>
        <translation>Đã nhận từ {reader}.</translation>
    </message>
    <message>
        <source>admin.teach.stranger</source>
        <translation>Mã vừa rồi đến từ đầu đọc khác, {reader}. Mỗi lần chỉ dạy một đầu đọc.</translation>
    </message>
    <message>
        <source>admin.teach.test.whole</source>
        <translation>Đủ 134 chữ Việt. Đầu đọc dùng được.</translation>
    </message>
    <message>
        <source>admin.teach.test.lost</source>
        <translation>Mất {count} chữ: {letters}</translation>
    </message>
    <message>
        <source>admin.teach.test.dropped</source>
        <translation>Chữ Việt bị mất.</translation>
    </message>
    <message>
        <source>admin.teach.test.stripped</source>
        <translation>Chữ Việt mất dấu.</translation>
    </message>
    <message>
        <source>admin.teach.test.mojibake</source>
        <translation>Chữ Việt thành ký tự lạ.</translation>
    </message>
    <message>
        <source>admin.teach.test.mangled</source>
        <translation>Chữ Việt bị sai hoặc đổi chỗ.</translation>
    </message>
    <message>
        <source>admin.teach.test.unknown</source>
        <translation>Chưa đọc mã thử.</translation>
    </message>
    <message>
        <source>admin.teach.result.good</source>
        <translation>Đầu đọc tốt</translation>
    </message>
    <message>
        <source>admin.teach.result.good.next</source>
        <translation>Đã lưu hồ sơ của đầu đọc này; ki-ốt dùng từ lần khởi động sau.</translation>
    </message>
    <message>
        <source>admin.teach.result.change</source>
        <translation>Cần chỉnh đầu đọc</translation>
    </message>
    <message>
        <source>admin.teach.result.change.next</source>
        <translation>Đã lưu hồ sơ. Bấm Cách chỉnh, chỉnh xong thì dạy lại.</translation>
    </message>
    <message>
        <source>admin.teach.result.nothing</source>
        <translation>Chưa đọc được mã nào</translation>
    </message>
    <message>
        <source>admin.teach.result.nothing.next</source>
        <translation>Xem dây, đèn và chế độ của đầu đọc, rồi dạy lại.</translation>
    </message>
    <message>
        <source>admin.teach.suffix.none</source>
        <translation>không có</translation>
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
        <translation>chưa đọc</translation>
    </message>
    <message>
        <source>admin.teach.letters.whole</source>
        <translation>đủ 134 chữ</translation>
    </message>
    <message>
        <source>admin.teach.letters.dropped</source>
        <translation>mất</translation>
    </message>
    <message>
        <source>admin.teach.letters.stripped</source>
        <translation>mất dấu</translation>
    </message>
    <message>
        <source>admin.teach.letters.mojibake</source>
        <translation>thành ký tự lạ</translation>
    </message>
    <message>
        <source>admin.teach.letters.mangled</source>
        <translation>sai</translation>
    </message>
    <message>
        <source>admin.teach.layout.unknown</source>
        <translation>bố cục chưa rõ</translation>
    </message>
    <message>
        <source>admin.teach.layout.us</source>
        <translation>bố cục US</translation>
    </message>
    <message>
        <source>admin.teach.layout.caps</source>
        <translation>đảo chữ hoa, thường</translation>
    </message>
    <message>
        <source>admin.teach.layout.german</source>
        <translation>bố cục Đức</translation>
    </message>
    <message>
        <source>admin.teach.layout.french</source>
        <translation>bố cục Pháp</translation>
    </message>
    <message>
        <source>admin.teach.layout.other</source>
        <translation>bố cục lạ</translation>
    </message>
    <message>
        <source>admin.teach.mode.plain</source>
        <translation>phím thường</translation>
    </message>
    <message>
        <source>admin.teach.mode.alt</source>
        <translation>ALT và số</translation>
    </message>
    <message>
        <source>admin.teach.mode.hex</source>
        <translation>số hex</translation>
    </message>
    <message>
        <source>admin.teach.pace</source>
        <translation>{count} phím/giây</translation>
    </message>
    <message>
        <source>admin.teach.aim.none</source>
        <translation>không gửi</translation>
    </message>
    <message>
        <source>admin.teach.twins.apart</source>
        <translation>tách rời</translation>
    </message>
    <message>
        <source>admin.teach.twins.merged</source>
        <translation>dính làm một</translation>
    </message>
    <message>
        <source>admin.teach.advice.usb_com</source>
        <translation>Chuyển đầu đọc sang USB-COM</translation>
    </message>
    <message>
        <source>admin.teach.advice.usb_com.how</source>
        <translation>Kiểu bàn phím không gõ được chữ Việt. Đọc mã cài đặt trong sổ tay của hãng:</translation>
    </message>
    <message>
        <source>admin.teach.advice.utf8</source>
        <translation>Đặt bộ ký tự là UTF-8</translation>
    </message>
    <message>
        <source>admin.teach.advice.utf8.how</source>
        <translation>Trong sổ tay, tìm “Character set” hoặc “Code page”: chọn UTF-8, hoặc gửi nguyên byte.</translation>
    </message>
    <message>
        <source>admin.teach.advice.layout_us</source>
        <translation>Đặt bàn phím của đầu đọc là US</translation>
    </message>
    <message>
        <source>admin.teach.advice.layout_us.how</source>
        <translation>Trong sổ tay, tìm “Keyboard layout” hoặc “Country”: chọn US (USA).</translation>
    </message>
    <message>
        <source>admin.teach.advice.caps_off</source>
        <translation>Tắt Caps Lock</translation>
    </message>
    <message>
        <source>admin.teach.advice.caps_off.how</source>
        <translation>Tắt Caps Lock trên máy; trong đầu đọc tắt chế độ đảo chữ hoa.</translation>
    </message>
    <message>
        <source>admin.teach.advice.suffix</source>
        <translation>Đặt ký tự kết thúc là CR</translation>
    </message>
    <message>
        <source>admin.teach.advice.suffix.how</source>
        <translation>Trong sổ tay, tìm “Suffix” hoặc “Terminator”: chọn CR (Enter), để hai mã liền nhau không dính.</translation>
    </message>
    <message>
        <source>admin.teach.advice.slow</source>
        <translation>Giảm thời gian giữa hai phím</translation>
    </message>
    <message>
        <source>admin.teach.advice.slow.how</source>
        <translation>Trong sổ tay, tìm “Inter-character delay”: chọn 0. Tốt hơn nữa là USB-COM.</translation>
    </message>
    <message>
        <source>admin.teach.advice.cut</source>
        <translation>Bỏ giới hạn độ dài mã</translation>
    </message>
    <message>
        <source>admin.teach.advice.cut.how</source>
        <translation>Trong sổ tay, tìm độ dài lớn nhất của QR (“Maximum length”) và bỏ giới hạn.</translation>
    </message>
    <message>
        <source>admin.button.sending</source>
        <translation>Gửi về tỉnh</translation>
    </message>
    <message>
        <source>admin.button.send_now</source>
        <translation>Thử gửi ngay</translation>
    </message>
    <message>
        <source>admin.button.resend</source>
        <translation>Gửi lại</translation>
    </message>
    <message>
        <source>admin.button.resend_one</source>
        <translation>Gửi lại lượt này</translation>
    </message>
    <message>
        <source>admin.button.resend_all</source>
        <translation>Gửi lại tất cả</translation>
    </message>
    <message>
        <source>admin.sending.title</source>
        <translation>GỬI VỀ TỈNH</translation>
    </message>
    <message>
        <source>admin.sending.looking</source>
        <translation>Đang xem…</translation>
    </message>
    <message>
        <source>admin.sending.never</source>
        <translation>Chưa lần nào</translation>
    </message>
    <message>
        <source>admin.sending.times</source>
        <translation>{name} ({times} lần liền)</translation>
    </message>
    <message>
        <source>admin.sending.now</source>
        <translation>Ngay bây giờ</translation>
    </message>
    <message>
        <source>admin.sending.next</source>
        <translation>Sau {left}</translation>
    </message>
    <message>
        <source>admin.sending.put_back</source>
        <translation>Đã xếp {count} lượt để gửi lại.</translation>
    </message>
    <message>
        <source>admin.sending.attention</source>
        <translation>Có lượt cần người xử lý.</translation>
    </message>
    <message>
        <source>admin.sending.attention.next</source>
        <translation>Chạm vào một lượt để xem lý do và việc cần làm. Không lượt nào bị xoá.</translation>
    </message>
    <message>
        <source>admin.sending.waits</source>
        <translation>Máy đang gửi hoặc sắp gửi.</translation>
    </message>
    <message>
        <source>admin.sending.waits.next</source>
        <translation>Không phải làm gì: lượt nào tỉnh xác nhận thì hết chờ.</translation>
    </message>
    <message>
        <source>admin.sending.all_sent</source>
        <translation>Tỉnh đã có tất cả.</translation>
    </message>
    <message>
        <source>admin.sending.all_sent.next</source>
        <translation>Không phải làm gì.</translation>
    </message>
    <message>
        <source>admin.sending.act</source>
        <translation>Việc của nhân viên</translation>
    </message>
    <message>
        <source>admin.fact.attention</source>
        <translation>Cần xử lý</translation>
    </message>
    <message>
        <source>admin.fact.confirmed</source>
        <translation>Tỉnh xác nhận</translation>
    </message>
    <message>
        <source>admin.fact.fault</source>
        <translation>Lỗi gửi</translation>
    </message>
    <message>
        <source>admin.fact.next</source>
        <translation>Thử lại</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>desk.open</source>
        <translation>Khách đến</translation>
    </message>
    <message>
        <source>desk.form.title</source>
        <translation>KHÁCH ĐẾN</translation>
    </message>
    <message>
        <source>desk.form.hint</source>
        <translation>Đưa CCCD vào đầu đọc, hoặc gõ họ tên.</translation>
    </message>
    <message>
        <source>desk.form.hint_read</source>
        <translation>Đã đọc từ thẻ. Chọn người gặp rồi bấm Ghi nhận.</translation>
    </message>
    <message>
        <source>desk.box.name</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>desk.box.document</source>
        <translation>Số CCCD / giấy tờ</translation>
    </message>
    <message>
        <source>desk.box.host</source>
        <translation>Gặp ai</translation>
    </message>
    <message>
        <source>desk.box.company</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>desk.box.purpose</source>
        <translation>Mục đích</translation>
    </message>
    <message>
        <source>desk.box.plate</source>
        <translation>Số xe</translation>
    </message>
    <message>
        <source>desk.box.belongings</source>
        <translation>Tài sản mang vào</translation>
    </message>
    <message>
        <source>desk.box.badge</source>
        <translation>Số thẻ khách</translation>
    </message>
    <message>
        <source>desk.purpose.delivery</source>
        <translation>Giao hàng</translation>
    </message>
    <message>
        <source>desk.purpose.meeting</source>
        <translation>Họp</translation>
    </message>
    <message>
        <source>desk.purpose.maintenance</source>
        <translation>Bảo trì</translation>
    </message>
    <message>
        <source>desk.purpose.other</source>
        <translation>Khác</translation>
    </message>
    <message>
        <source>desk.offer</source>
        <translation>Như lần trước {day}: {what}</translation>
    </message>
    <message>
        <source>desk.offer.nothing</source>
        <translation>khách quen</translation>
    </message>
    <message>
        <source>desk.offer.host</source>
        <translation>gặp {host}</translation>
    </message>
    <message>
        <source>desk.badge</source>
        <translation>thẻ {badge}</translation>
    </message>
    <message>
        <source>desk.closed</source>
        <translation>tự đóng</translation>
    </message>
    <message>
        <source>desk.earlier</source>
        <translation>{name}, {what}</translation>
    </message>
    <message>
        <source>desk.button.back</source>
        <translation>Màn hình chính</translation>
    </message>
    <message>
        <source>desk.button.clear</source>
        <translation>Xoá, nhập lại</translation>
    </message>
    <message>
        <source>desk.button.confirm</source>
        <translation>Ghi nhận và in thẻ</translation>
    </message>
    <message>
        <source>desk.button.confirming</source>
        <translation>Đang ghi…</translation>
    </message>
    <message>
        <source>desk.button.inside</source>
        <translation>Ai đang ở trong</translation>
    </message>
    <message>
        <source>desk.button.roll_call</source>
        <translation>Sơ tán</translation>
    </message>
    <message>
        <source>desk.button.form</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>desk.button.sign_out</source>
        <translation>Ra</translation>
    </message>
    <message>
        <source>desk.button.reprint</source>
        <translation>In lại</translation>
    </message>
    <message>
        <source>desk.button.undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>desk.button.earlier_page</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>desk.button.later_page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>desk.button.stay</source>
        <translation>Tôi vẫn ở đây</translation>
    </message>
    <message>
        <source>desk.button.only_unseen</source>
        <translation>Chỉ người chưa thấy</translation>
    </message>
    <message>
        <source>desk.button.print_roll</source>
        <translation>In danh sách</translation>
    </message>
    <message>
        <source>desk.button.end</source>
        <translation>Kết thúc</translation>
    </message>
    <message>
        <source>desk.button.end_sure</source>
        <translation>Kết thúc, xoá dấu</translation>
    </message>
    <message>
        <source>desk.button.go_on</source>
        <translation>Điểm danh tiếp</translation>
    </message>
    <message>
        <source>desk.list.title</source>
        <translation>ĐANG Ở TRONG: {count} KHÁCH</translation>
    </message>
    <message>
        <source>desk.list.search</source>
        <translation>Tìm theo tên, không cần dấu</translation>
    </message>
    <message>
        <source>desk.list.empty</source>
        <translation>Hiện không có khách nào ở trong.</translation>
    </message>
    <message>
        <source>desk.list.loading</source>
        <translation>Đang tìm…</translation>
    </message>
    <message>
        <source>desk.list.found_none</source>
        <translation>Không có ai tên như vậy đang ở trong.</translation>
    </message>
    <message>
        <source>desk.list.more</source>
        <translation>Còn nữa: gõ tên để tìm.</translation>
    </message>
    <message>
        <source>desk.list.long</source>
        <translation>Trên 12 giờ</translation>
    </message>
    <message>
        <source>desk.page</source>
        <translation>Trang {page}/{pages}</translation>
    </message>
    <message>
        <source>desk.roll.title</source>
        <translation>SƠ TÁN: {count} NGƯỜI</translation>
    </message>
    <message>
        <source>desk.roll.as_of</source>
        <translation>Danh sách lúc {time}</translation>
    </message>
    <message>
        <source>desk.roll.loading</source>
        <translation>Đang lấy danh sách…</translation>
    </message>
    <message>
        <source>desk.roll.counts</source>
        <translation>Đã thấy {seen} · Chưa thấy {unseen}</translation>
    </message>
    <message>
        <source>desk.roll.search</source>
        <translation>Tìm theo tên hoặc số thẻ</translation>
    </message>
    <message>
        <source>desk.roll.empty</source>
        <translation>Không có ai ở trong.</translation>
    </message>
    <message>
        <source>desk.roll.all_seen</source>
        <translation>Đã thấy đủ mọi người.</translation>
    </message>
    <message>
        <source>desk.roll.found_none</source>
        <translation>Không có ai như vậy trong danh sách.</translation>
    </message>
    <message>
        <source>desk.roll.ending</source>
        <translation>Kết thúc điểm danh? Các dấu đã đánh sẽ mất. Còn {unseen} người chưa thấy.</translation>
    </message>
    <message>
        <source>desk.warning</source>
        <translation>Còn ai ở đây không? Màn hình tự xoá sau {left} giây.</translation>
    </message>
    <message>
        <source>desk.note.checked_in</source>
        <translation>Đã ghi nhận {name}. Đang in thẻ…</translation>
    </message>
    <message>
        <source>desk.note.printed</source>
        <translation>Đã ghi nhận {name}. Thẻ đã gửi tới {place}.</translation>
    </message>
    <message>
        <source>desk.note.filed</source>
        <translation>Đã ghi nhận {name}. Thẻ nằm trong tệp “{place}”.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.no_printer</source>
        <translation>Đã ghi nhận {name}, nhưng chưa in được thẻ: không thấy máy in. Bật máy in rồi bấm In lại.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.refused</source>
        <translation>Đã ghi nhận {name}, nhưng máy in không nhận thẻ. Xem giấy và dây rồi bấm In lại.</translation>
    </message>
    <message>
        <source>desk.note.not_printed.not_written</source>
        <translation>Đã ghi nhận {name}, nhưng không ghi được tệp thẻ vào đĩa. Ghi số thẻ {badge} bằng tay.</translation>
    </message>
    <message>
        <source>desk.note.signed_out</source>
        <translation>{name} đã ra lúc {left} (vào {time}).</translation>
    </message>
    <message>
        <source>desk.note.undone_in</source>
        <translation>Đã huỷ lượt vào của {name}. Thu lại thẻ {badge} nếu đã in.</translation>
    </message>
    <message>
        <source>desk.note.undone_out</source>
        <translation>Đã huỷ lượt ra: {name} lại đang ở trong.</translation>
    </message>
    <message>
        <source>desk.note.not_undone</source>
        <translation>Quá 30 giây hoặc đã huỷ rồi nên không có gì thay đổi.</translation>
    </message>
    <message>
        <source>desk.note.already_inside</source>
        <translation>{name} đã vào lúc {time} và chưa ra. Nếu đã về, bấm Ra rồi ghi nhận lại.</translation>
    </message>
    <message>
        <source>desk.note.badge_taken</source>
        <translation>Thẻ {badge} đang ở chỗ {name}. Ghi số khác, hoặc bấm Ra nếu người ấy đã về.</translation>
    </message>
    <message>
        <source>desk.note.not_inside</source>
        <translation>Người này không ở trong nên không có lượt nào để ghi ra. Không có gì thay đổi.</translation>
    </message>
    <message>
        <source>desk.note.name_missing</source>
        <translation>Chưa có họ tên. Đưa CCCD vào đầu đọc, hoặc gõ họ tên.</translation>
    </message>
    <message>
        <source>desk.note.text_too_long</source>
        <translation>Ô “{box}” dài quá {limit} ký tự. Rút ngắn lại rồi bấm Ghi nhận; chưa ghi gì cả.</translation>
    </message>
    <message>
        <source>desk.note.badge_not_digits</source>
        <translation>Số thẻ chỉ gồm chữ số. Sửa lại rồi bấm Ghi nhận.</translation>
    </message>
    <message>
        <source>desk.note.reason</source>
        <translation>{reason} {next}</translation>
    </message>
    <message>
        <source>desk.note.desk_failed</source>
        <translation>Không ghi được vào đĩa, chưa có gì thay đổi. Thử lại; nếu vẫn vậy, ghi sổ giấy và báo người quản trị.</translation>
    </message>
    <message>
        <source>desk.note.seen</source>
        <translation>Đã thấy {name}.</translation>
    </message>
    <message>
        <source>desk.note.not_on_list</source>
        <translation>Mã này không của ai trong danh sách. Tìm theo tên.</translation>
    </message>
    <message>
        <source>desk.note.roll_printed</source>
        <translation>Danh sách đã gửi tới {place}.</translation>
    </message>
    <message>
        <source>desk.note.roll_filed</source>
        <translation>Danh sách không in ra giấy mà nằm trong tệp “{place}”.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.no_printer</source>
        <translation>Chưa in được danh sách: không thấy máy in. Vẫn điểm danh được trên màn hình.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.refused</source>
        <translation>Máy in không nhận danh sách. Vẫn điểm danh được trên màn hình.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_printed.not_written</source>
        <translation>Không có máy in và không ghi được tệp danh sách vào đĩa. Vẫn điểm danh được trên màn hình.</translation>
    </message>
    <message>
        <source>desk.note.roll_not_kept</source>
        <translation>Không ghi được dấu vào đĩa: dấu chỉ còn trên màn hình. Đừng tắt máy; chép hoặc in danh sách.</translation>
    </message>
    <message>
        <source>paper.visitor</source>
        <translation>KHÁCH</translation>
    </message>
    <message>
        <source>paper.host</source>
        <translation>Gặp: {host}</translation>
    </message>
    <message>
        <source>paper.company</source>
        <translation>Đơn vị: {company}</translation>
    </message>
    <message>
        <source>paper.day</source>
        <translation>Ngày {day}</translation>
    </message>
    <message>
        <source>paper.valid_until</source>
        <translation>Có giá trị đến {time}</translation>
    </message>
    <message>
        <source>paper.return</source>
        <translation>Trả thẻ khi ra về.</translation>
    </message>
    <message>
        <source>paper.roll.title</source>
        <translation>DANH SÁCH SƠ TÁN</translation>
    </message>
    <message>
        <source>paper.roll.count</source>
        <translation>{count} người ở trong lúc {time}. Đã thấy {seen}, chưa thấy {unseen}, in lúc {printed}.</translation>
    </message>
    <message>
        <source>paper.roll.seen</source>
        <translation>Thấy</translation>
    </message>
    <message>
        <source>paper.roll.name</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>paper.roll.host</source>
        <translation>Gặp ai</translation>
    </message>
    <message>
        <source>paper.roll.company</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>paper.roll.plate</source>
        <translation>Số xe</translation>
    </message>
    <message>
        <source>paper.roll.came</source>
        <translation>Vào lúc</translation>
    </message>
    <message>
        <source>paper.roll.badge</source>
        <translation>Thẻ</translation>
    </message>
    <message>
        <source>paper.page</source>
        <translation>Trang {page}/{pages}</translation>
    </message>
</context>
<context>
    <name>gate</name>
    <message>
        <source>idle.headline</source>
        <translation>ĐƯA MÃ QR VÀO ĐẦU ĐỌC</translation>
    </message>
    <message>
        <source>idle.next</source>
        <translation>Căn cước, CCCD, mã QR cá nhân hoặc thẻ BHYT</translation>
    </message>
    <message>
        <source>idle.no_reader</source>
        <translation>Chưa thấy đầu đọc nào. Kiểm tra dây cắm; máy tự nhận lại.</translation>
    </message>
    <message>
        <source>idle.disk_critical</source>
        <translation>Đĩa gần đầy: gọi người quản trị giải phóng ổ đĩa ngay.</translation>
    </message>
    <message>
        <source>idle.disk_reserve</source>
        <translation>Đĩa đã đầy, đang dùng phần dự phòng: kết thúc ca, xuất dữ liệu, gọi người quản trị.</translation>
    </message>
    <message>
        <source>idle.headline_camera</source>
        <translation>ĐƯA MÃ QR VÀO KHUNG HÌNH</translation>
    </message>
    <message>
        <source>hint.too_dark</source>
        <translation>Tối quá: thêm ánh sáng, hoặc tăng sáng màn hình.</translation>
    </message>
    <message>
        <source>hint.glare</source>
        <translation>Mã bị loá: nghiêng thẻ đi một chút.</translation>
    </message>
    <message>
        <source>hint.closer</source>
        <translation>Đưa mã lại gần hơn.</translation>
    </message>
    <message>
        <source>hint.hold_still</source>
        <translation>Giữ yên một chút.</translation>
    </message>
    <message>
        <source>allow.in</source>
        <translation>MỜI VÀO</translation>
    </message>
    <message>
        <source>allow.out</source>
        <translation>MỜI RA</translation>
    </message>
    <message>
        <source>check.in</source>
        <translation>CHỜ KIỂM TRA</translation>
    </message>
    <message>
        <source>check.out</source>
        <translation>CHỜ KIỂM TRA</translation>
    </message>
    <message>
        <source>deny.in</source>
        <translation>KHÔNG ĐƯỢC VÀO</translation>
    </message>
    <message>
        <source>deny.out</source>
        <translation>KHÔNG ĐƯỢC RA</translation>
    </message>
    <message>
        <source>unreadable.in</source>
        <translation>KHÔNG ĐỌC ĐƯỢC</translation>
    </message>
    <message>
        <source>unreadable.out</source>
        <translation>KHÔNG ĐỌC ĐƯỢC</translation>
    </message>
    <message>
        <source>out_of_order.headline</source>
        <translation>TẠM NGỪNG</translation>
    </message>
    <message>
        <source>out_of_order.next</source>
        <translation>Ghi sổ giấy và báo người quản trị.</translation>
    </message>
    <message>
        <source>fault.E-500</source>
        <translation>Không ghi được vào cơ sở dữ liệu nên máy ngừng quyết định. Các lượt đã ghi vẫn còn nguyên.</translation>
    </message>
    <message>
        <source>fault.E-501</source>
        <translation>Đĩa đã đầy, cả phần dự phòng. Giải phóng ổ đĩa, máy tự chạy lại. Các lượt đã ghi vẫn còn nguyên.</translation>
    </message>
    <message>
        <source>fault.E-502</source>
        <translation>Đĩa chỉ đọc được, không ghi được. Mở lại quyền ghi, máy tự chạy lại. Các lượt đã ghi vẫn còn nguyên.</translation>
    </message>
    <message>
        <source>fault.E-503</source>
        <translation>Đĩa báo lỗi khi đọc hoặc ghi. Thay đĩa sớm; máy tự chạy lại nếu đĩa hết lỗi. Không xoá gì trên đĩa.</translation>
    </message>
    <message>
        <source>fault.E-504</source>
        <translation>Không thấy đĩa hoặc tệp dữ liệu. Gắn lại đúng đĩa, máy tự chạy lại. Các lượt đã ghi nằm trên đĩa đó.</translation>
    </message>
    <message>
        <source>fault.E-505</source>
        <translation>Dữ liệu trên đĩa bị hỏng. Máy tự chạy lại và phục hồi. Nếu không được, gọi hỗ trợ; không xoá gì.</translation>
    </message>
    <message>
        <source>fault.E-900</source>
        <translation>Chương trình gặp lỗi và đang tự khởi động lại.</translation>
    </message>
    <message>
        <source>kind.cccd</source>
        <translation>CCCD</translation>
    </message>
    <message>
        <source>kind.can_cuoc</source>
        <translation>Căn cước</translation>
    </message>
    <message>
        <source>kind.qd1405</source>
        <translation>Mã QR cá nhân</translation>
    </message>
    <message>
        <source>kind.bhyt</source>
        <translation>Thẻ BHYT</translation>
    </message>
    <message>
        <source>kind.dcc</source>
        <translation>Chứng nhận y tế</translation>
    </message>
    <message>
        <source>kind.claim169</source>
        <translation>Mã định danh</translation>
    </message>
    <message>
        <source>kind.nzcp</source>
        <translation>Giấy y tế NZ</translation>
    </message>
    <message>
        <source>kind.shc</source>
        <translation>Thẻ sức khoẻ</translation>
    </message>
    <message>
        <source>kind.vdsnc</source>
        <translation>Giấy đi lại</translation>
    </message>
    <message>
        <source>kind.pass</source>
        <translation>Giấy thông hành</translation>
    </message>
    <message>
        <source>kind.badge</source>
        <translation>Thẻ ra vào</translation>
    </message>
    <message>
        <source>kind.number</source>
        <translation>Số gõ tay</translation>
    </message>
    <message>
        <source>kind.declaration</source>
        <translation>Tờ khai y tế</translation>
    </message>
    <message>
        <source>kind.location</source>
        <translation>Mã địa điểm</translation>
    </message>
    <message>
        <source>kind.link</source>
        <translation>Đường dẫn</translation>
    </message>
    <message>
        <source>kind.payment</source>
        <translation>Mã chuyển khoản</translation>
    </message>
    <message>
        <source>kind.wifi</source>
        <translation>Mã Wi-Fi</translation>
    </message>
    <message>
        <source>kind.contact</source>
        <translation>Danh thiếp</translation>
    </message>
    <message>
        <source>kind.manual</source>
        <translation>Nhập tay</translation>
    </message>
    <message>
        <source>kind.unknown</source>
        <translation>Mã lạ</translation>
    </message>
    <message>
        <source>basis.read</source>
        <translation>đã đọc, mã không có chữ ký</translation>
    </message>
    <message>
        <source>basis.verified</source>
        <translation>đã xác minh chữ ký</translation>
    </message>
    <message>
        <source>seen.in</source>
        <translation>Đã vào lúc {time}, {gate}.</translation>
    </message>
    <message>
        <source>seen.out</source>
        <translation>Đã ra lúc {time}, {gate}.</translation>
    </message>
    <message>
        <source>direction.in</source>
        <translation>VÀO</translation>
    </message>
    <message>
        <source>direction.out</source>
        <translation>RA</translation>
    </message>
    <message>
        <source>link.unknown</source>
        <translation>Đang nối mạng</translation>
    </message>
    <message>
        <source>link.online</source>
        <translation>Trực tuyến</translation>
    </message>
    <message>
        <source>link.offline</source>
        <translation>Ngoại tuyến</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>{count} chưa gửi</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>{count} cần xử lý</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Điểm liên quan ca bệnh: gọi y tế</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>{count} quá hạn chưa gửi</translation>
    </message>
    <message>
        <source>copies_held</source>
        <translation>{count} bản sao quá hạn</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>Dữ liệu hỏng: khởi động lại</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>{count} lượt bị mất</translation>
    </message>
    <message>
        <source>disk.days</source>
        <translation>Đĩa còn {days} ngày</translation>
    </message>
    <message>
        <source>disk.low</source>
        <translation>Đĩa sắp đầy</translation>
    </message>
    <message>
        <source>disk.critical</source>
        <translation>Đĩa gần đầy</translation>
    </message>
    <message>
        <source>disk.reserve</source>
        <translation>Đĩa đầy</translation>
    </message>
    <message>
        <source>roster.ageing</source>
        <translation>Danh mục sắp cũ</translation>
    </message>
    <message>
        <source>roster.stale</source>
        <translation>Danh mục quá hạn</translation>
    </message>
    <message>
        <source>reader.missing</source>
        <translation>Mất đầu đọc</translation>
    </message>
    <message>
        <source>gate.button.type</source>
        <translation>Nhập tay</translation>
    </message>
    <message>
        <source>gate.button.log</source>
        <translation>Nhật ký</translation>
    </message>
    <message>
        <source>gate.button.look</source>
        <translation>Chỉ xem</translation>
    </message>
    <message>
        <source>gate.button.desk</source>
        <translation>Khách đến</translation>
    </message>
    <message>
        <source>gate.button.language</source>
        <translation>Tiếng Việt</translation>
    </message>
    <message>
        <source>gate.button.admit</source>
        <translation>Cho qua…</translation>
    </message>
    <message>
        <source>gate.button.turn_away</source>
        <translation>Từ chối…</translation>
    </message>
    <message>
        <source>gate.button.other_way</source>
        <translation>Sai chiều</translation>
    </message>
    <message>
        <source>gate.button.undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>deed.admitted</source>
        <translation>Nhân viên đã cho qua.</translation>
    </message>
    <message>
        <source>deed.turned_away</source>
        <translation>Nhân viên đã từ chối.</translation>
    </message>
    <message>
        <source>deed.taken_back</source>
        <translation>Đã huỷ lượt vừa rồi; lượt đó không được tính.</translation>
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
        <translation>Xoá</translation>
    </message>
    <message>
        <source>keyboard.next</source>
        <translation>Tiếp</translation>
    </message>
    <message>
        <source>keyboard.hide</source>
        <translation>Ẩn phím</translation>
    </message>
    <message>
        <source>keyboard.space</source>
        <translation>Dấu cách</translation>
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
        <translation>Không dấu</translation>
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
        <translation>NHẬT KÝ HÔM NAY</translation>
    </message>
    <message>
        <source>log.title.day</source>
        <translation>NHẬT KÝ {day}</translation>
    </message>
    <message>
        <source>log.title.last</source>
        <translation>{count} LƯỢT MỚI NHẤT</translation>
    </message>
    <message>
        <source>log.summary</source>
        <translation>{into} vào · {out} ra · {denied} từ chối</translation>
    </message>
    <message>
        <source>log.day.last</source>
        <translation>{count} lượt mới nhất</translation>
    </message>
    <message>
        <source>log.day.today</source>
        <translation>Hôm nay</translation>
    </message>
    <message>
        <source>log.day.yesterday</source>
        <translation>Hôm qua</translation>
    </message>
    <message>
        <source>log.day.earlier</source>
        <translation>Trước đó: {day}</translation>
    </message>
    <message>
        <source>log.filter.all</source>
        <translation>Tất cả</translation>
    </message>
    <message>
        <source>log.filter.check</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>log.filter.deny</source>
        <translation>Từ chối</translation>
    </message>
    <message>
        <source>log.filter.refused</source>
        <translation>Tỉnh không nhận</translation>
    </message>
    <message>
        <source>log.search</source>
        <translation>Tìm tên hoặc số cuối</translation>
    </message>
    <message>
        <source>log.hint.reading</source>
        <translation>Đang đọc nhật ký…</translation>
    </message>
    <message>
        <source>log.hint.none</source>
        <translation>Chưa có lượt nào.</translation>
    </message>
    <message>
        <source>log.hint.not_found</source>
        <translation>Không tìm thấy. Thử ngày khác, hoặc bớt chữ.</translation>
    </message>
    <message>
        <source>log.hint.cut</source>
        <translation>Ngày này quá nhiều lượt: chỉ tìm trong 300.000 lượt mới nhất.</translation>
    </message>
    <message>
        <source>log.page.newer</source>
        <translation>Mới hơn</translation>
    </message>
    <message>
        <source>log.page.older</source>
        <translation>Cũ hơn</translation>
    </message>
    <message>
        <source>log.page.number</source>
        <translation>Trang {page} / {pages}</translation>
    </message>
    <message>
        <source>log.outcome.allow</source>
        <translation>Được qua</translation>
    </message>
    <message>
        <source>log.outcome.check</source>
        <translation>Cần kiểm tra</translation>
    </message>
    <message>
        <source>log.outcome.deny</source>
        <translation>Từ chối</translation>
    </message>
    <message>
        <source>log.outcome.unreadable</source>
        <translation>Không đọc được</translation>
    </message>
    <message>
        <source>log.open</source>
        <translation>Chưa xử lý</translation>
    </message>
    <message>
        <source>log.act.void</source>
        <translation>Đã huỷ</translation>
    </message>
    <message>
        <source>log.act.admitted</source>
        <translation>Đã cho qua</translation>
    </message>
    <message>
        <source>log.act.turned_away</source>
        <translation>Đã từ chối</translation>
    </message>
    <message>
        <source>log.act.closed</source>
        <translation>Tự đóng lúc đêm</translation>
    </message>
    <message>
        <source>log.act.presented</source>
        <translation>Có lượt tiếp theo</translation>
    </message>
    <message>
        <source>log.text.undone</source>
        <translation>hoàn tác tại cổng</translation>
    </message>
    <message>
        <source>log.text.wrong_way</source>
        <translation>sai chiều</translation>
    </message>
    <message>
        <source>log.sending.stored</source>
        <translation>Đã lưu ở máy, chờ gửi</translation>
    </message>
    <message>
        <source>log.sending.confirmed</source>
        <translation>Tỉnh đã nhận</translation>
    </message>
    <message>
        <source>log.sending.held</source>
        <translation>Tỉnh đã nhận, đang xem xét</translation>
    </message>
    <message>
        <source>log.sending.refused</source>
        <translation>Tỉnh không nhận</translation>
    </message>
    <message>
        <source>log.refused.conflict</source>
        <translation>trùng mã lượt, nội dung khác</translation>
    </message>
    <message>
        <source>log.refused.malformed</source>
        <translation>không đọc được nội dung</translation>
    </message>
    <message>
        <source>log.refused.future</source>
        <translation>giờ ghi ở tương lai</translation>
    </message>
    <message>
        <source>log.refused.other</source>
        <translation>xem với tỉnh</translation>
    </message>
    <message>
        <source>log.advice.future</source>
        <translation>Xem lại đồng hồ của máy. Lượt vẫn còn ở máy và sẽ được gửi lại.</translation>
    </message>
    <message>
        <source>log.advice.refused</source>
        <translation>Lượt vẫn còn ở máy, không mất. Báo người phụ trách gọi cho tỉnh.</translation>
    </message>
    <message>
        <source>log.no_name</source>
        <translation>Không có tên</translation>
    </message>
    <message>
        <source>log.purged</source>
        <translation>Đã xoá theo hạn lưu</translation>
    </message>
    <message>
        <source>log.entry.title</source>
        <translation>CHI TIẾT LƯỢT</translation>
    </message>
    <message>
        <source>log.fact.when</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>log.fact.gate</source>
        <translation>Chiều, cổng</translation>
    </message>
    <message>
        <source>log.fact.kind</source>
        <translation>Loại mã</translation>
    </message>
    <message>
        <source>log.fact.why</source>
        <translation>Vì sao</translation>
    </message>
    <message>
        <source>log.fact.done</source>
        <translation>Sau đó</translation>
    </message>
    <message>
        <source>log.fact.sent</source>
        <translation>Gửi tỉnh</translation>
    </message>
    <message>
        <source>log.button.admitted</source>
        <translation>Cho qua…</translation>
    </message>
    <message>
        <source>log.button.turned_away</source>
        <translation>Từ chối…</translation>
    </message>
    <message>
        <source>log.button.taken_back</source>
        <translation>Huỷ lượt này…</translation>
    </message>
    <message>
        <source>log.button.turn</source>
        <translation>Sai chiều</translation>
    </message>
    <message>
        <source>log.short.conflict</source>
        <translation>trùng mã lượt</translation>
    </message>
    <message>
        <source>log.short.malformed</source>
        <translation>không đọc được</translation>
    </message>
    <message>
        <source>log.short.future</source>
        <translation>giờ ở tương lai</translation>
    </message>
    <message>
        <source>log.short.other</source>
        <translation>hỏi tỉnh</translation>
    </message>
</context>
<context>
    <name>setup</name>
    <message>
        <source>setup.button.settings</source>
        <translation>Cài đặt</translation>
    </message>
    <message>
        <source>setup.button.checkup</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>setup.button.enrol</source>
        <translation>Đăng ký với tỉnh</translation>
    </message>
    <message>
        <source>setup.button.type_code</source>
        <translation>Gõ mã</translation>
    </message>
    <message>
        <source>setup.button.put_off</source>
        <translation>Làm sau: dùng ngoại tuyến</translation>
    </message>
    <message>
        <source>setup.button.next</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>setup.button.name_gate</source>
        <translation>Tên khác…</translation>
    </message>
    <message>
        <source>setup.button.restart</source>
        <translation>Khởi động lại</translation>
    </message>
    <message>
        <source>setup.button.check_again</source>
        <translation>Kiểm tra lại</translation>
    </message>
    <message>
        <source>setup.button.try_readers</source>
        <translation>Thử đầu đọc</translation>
    </message>
    <message>
        <source>setup.button.try_sounds</source>
        <translation>Thử loa</translation>
    </message>
    <message>
        <source>setup.button.finish</source>
        <translation>Xong</translation>
    </message>
    <message>
        <source>setup.button.print</source>
        <translation>In ra giấy</translation>
    </message>
    <message>
        <source>setup.step</source>
        <translation>Bước {number}/5 · {title}</translation>
    </message>
    <message>
        <source>setup.welcome.title</source>
        <translation>Đăng ký với tỉnh</translation>
    </message>
    <message>
        <source>setup.welcome.ask</source>
        <translation>Đưa mã QR đăng ký của tỉnh vào đầu đọc</translation>
    </message>
    <message>
        <source>setup.welcome.hint</source>
        <translation>Tỉnh gửi mã này cho điểm kiểm soát, bắt đầu bằng VE1. Chốt vẫn đọc và ghi lượt bình thường trong lúc này.</translation>
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
        <translation>Đang đăng ký với tỉnh…</translation>
    </message>
    <message>
        <source>setup.refused.not_a_code</source>
        <translation>Đây không phải mã đăng ký. Mã bắt đầu bằng VE1.</translation>
    </message>
    <message>
        <source>setup.refused.mistyped</source>
        <translation>Mã bị gõ sai hoặc đọc thiếu. Kiểm tra lại, hoặc dùng mã QR.</translation>
    </message>
    <message>
        <source>setup.refused.unsafe_address</source>
        <translation>Mã dẫn tới một địa chỉ không bảo mật. Xin tỉnh mã có địa chỉ https.</translation>
    </message>
    <message>
        <source>setup.refused.other_server</source>
        <translation>Mã của máy chủ khác với máy chủ mà bộ phận IT đã cố định. Báo bộ phận IT.</translation>
    </message>
    <message>
        <source>setup.refused.other_point</source>
        <translation>Ki-ốt này đã đăng ký cho một điểm khác.</translation>
    </message>
    <message>
        <source>setup.refused.unknown_code</source>
        <translation>Tỉnh không biết mã này. Xin mã mới.</translation>
    </message>
    <message>
        <source>setup.refused.used_code</source>
        <translation>Mã này đã dùng cho một ki-ốt khác. Xin mã mới.</translation>
    </message>
    <message>
        <source>setup.refused.expired_code</source>
        <translation>Mã này đã hết hạn. Xin mã mới.</translation>
    </message>
    <message>
        <source>setup.refused.bad_request</source>
        <translation>Tỉnh không hiểu yêu cầu. Cập nhật phần mềm của ki-ốt.</translation>
    </message>
    <message>
        <source>setup.refused.not_believed</source>
        <translation>Máy chủ trả lời không phải của tỉnh đã phát mã. Dừng lại và gọi tỉnh.</translation>
    </message>
    <message>
        <source>setup.type_code.title</source>
        <translation>Gõ mã đăng ký</translation>
    </message>
    <message>
        <source>setup.type_code.hint</source>
        <translation>Gõ cả mã, từ VE1 đến hết; không cần dấu gạch. Đã gõ {count} ký tự.</translation>
    </message>
    <message>
        <source>setup.name_gate.title</source>
        <translation>Tên cổng</translation>
    </message>
    <message>
        <source>setup.name_gate.hint</source>
        <translation>Tên ngắn, ví dụ A, B2. Tên có dấu: sửa trong kiosk.toml.</translation>
    </message>
    <message>
        <source>setup.joined.title</source>
        <translation>Đã đăng ký</translation>
    </message>
    <message>
        <source>setup.joined.ask</source>
        <translation>Tỉnh đã nhận ki-ốt này</translation>
    </message>
    <message>
        <source>setup.joined.hint</source>
        <translation>So dấu vân tay khoá với màn hình của tỉnh. Nếu khác, gọi tỉnh ngay.</translation>
    </message>
    <message>
        <source>setup.fact.province</source>
        <translation>Tỉnh</translation>
    </message>
    <message>
        <source>setup.fact.point</source>
        <translation>Điểm kiểm soát</translation>
    </message>
    <message>
        <source>setup.fact.gate</source>
        <translation>Cổng</translation>
    </message>
    <message>
        <source>setup.fact.fingerprint</source>
        <translation>Vân tay khoá</translation>
    </message>
    <message>
        <source>setup.fact.made</source>
        <translation>Ngày lập</translation>
    </message>
    <message>
        <source>setup.recovery.title</source>
        <translation>Cụm từ khôi phục</translation>
    </message>
    <message>
        <source>setup.recovery.hint</source>
        <translation>In ra giấy, hoặc chép tay, rồi cất nơi an toàn, xa ki-ốt. Nó mở dữ liệu khi máy này hỏng, và đặt lại mã PIN. Chỉ hiện một lần này.</translation>
    </message>
    <message>
        <source>setup.recovery.printing</source>
        <translation>Đang gửi tới máy in…</translation>
    </message>
    <message>
        <source>setup.recovery.printed</source>
        <translation>Đã gửi tới máy in {place}. So tờ giấy với màn hình rồi mới chạm “{noted}”.</translation>
    </message>
    <message>
        <source>setup.recovery.no_printer</source>
        <translation>Không có máy in giấy. Hãy chép tay cụm từ; có máy in rồi thì chạm “{again}” lần nữa.</translation>
    </message>
    <message>
        <source>setup.recovery.refused</source>
        <translation>Máy in không nhận. Xem máy in rồi chạm “{again}” lần nữa, hoặc chép tay.</translation>
    </message>
    <message>
        <source>setup.sheet.title</source>
        <translation>CỤM TỪ KHÔI PHỤC CỦA KI-ỐT</translation>
    </message>
    <message>
        <source>setup.sheet.what</source>
        <translation>Cụm từ trong khung mở được dữ liệu của ki-ốt ghi dưới đây khi quên mã PIN, khi mất khoá và khi thay máy. Ki-ốt chỉ hiện nó một lần và không giữ lại.</translation>
    </message>
    <message>
        <source>setup.sheet.reading</source>
        <translation>{count} chữ và số. Ô xám có chữ “{digit}” bên dưới là chữ số, ô trắng là chữ cái. Không có I, O, 0 và 1. Không cần gạch hay dấu cách; viết hoa hay thường đều được.</translation>
    </message>
    <message>
        <source>setup.sheet.digit</source>
        <translation>số</translation>
    </message>
    <message>
        <source>setup.sheet.keep</source>
        <translation>Cất giữ: bỏ vào phong bì dán kín, cất trong két của người phụ trách điểm, không để cạnh ki-ốt. Không chụp ảnh, không chép vào máy hay điện thoại nào.</translation>
    </message>
    <message>
        <source>setup.sheet.who</source>
        <translation>Ai có tờ này thì mở được dữ liệu của ki-ốt: họ tên, số giấy tờ của mọi người đã qua. Mất tờ này, hay phong bì đã bị mở: báo ngay bộ phận IT để đổi khoá (kiosk keys rekey).</translation>
    </message>
    <message>
        <source>setup.sheet.pin</source>
        <translation>Quên mã PIN: ở màn hình mã PIN chạm “{forgot}”, gõ cụm từ, rồi đặt mã PIN mới.</translation>
    </message>
    <message>
        <source>setup.sheet.key</source>
        <translation>Mất tệp khoá, hoặc thay máy: bộ phận IT chạy “kiosk keys recover”; từ bản sao lưu thì chạy “kiosk restore”. Lệnh nào cũng hỏi cụm từ này.</translation>
    </message>
    <message>
        <source>setup.sheet.received</source>
        <translation>Người nhận (họ tên, chữ ký)</translation>
    </message>
    <message>
        <source>setup.sheet.day</source>
        <translation>Ngày nhận, nơi cất</translation>
    </message>
    <message>
        <source>setup.settings.title</source>
        <translation>Cài đặt</translation>
    </message>
    <message>
        <source>setup.settings.looking</source>
        <translation>Đang đọc cài đặt…</translation>
    </message>
    <message>
        <source>setup.settings.kept</source>
        <translation>Đã lưu. Có hiệu lực khi rời phần quản trị, hoặc bấm Khởi động lại.</translation>
    </message>
    <message>
        <source>setup.settings.unkept</source>
        <translation>Không lưu được: kiểm tra ổ đĩa và tệp kiosk.toml.</translation>
    </message>
    <message>
        <source>setup.fixed</source>
        <translation>Cố định bởi {source}</translation>
    </message>
    <message>
        <source>setup.command_line</source>
        <translation>dòng lệnh</translation>
    </message>
    <message>
        <source>setup.key.gate</source>
        <translation>Tên cổng</translation>
    </message>
    <message>
        <source>setup.key.direction</source>
        <translation>Hướng</translation>
    </message>
    <message>
        <source>setup.key.language</source>
        <translation>Ngôn ngữ khi chờ</translation>
    </message>
    <message>
        <source>setup.key.sound</source>
        <translation>Âm thanh</translation>
    </message>
    <message>
        <source>setup.key.typing</source>
        <translation>Cách gõ tiếng Việt</translation>
    </message>
    <message>
        <source>setup.key.on_screen_keyboard</source>
        <translation>Bàn phím màn hình</translation>
    </message>
    <message>
        <source>setup.key.camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>setup.key.camera_mirrored</source>
        <translation>Hình như gương</translation>
    </message>
    <message>
        <source>setup.key.night_hour</source>
        <translation>Giờ đóng lượt qua đêm</translation>
    </message>
    <message>
        <source>setup.key.dim_after_minutes</source>
        <translation>Làm mờ màn hình sau</translation>
    </message>
    <message>
        <source>setup.sound.on</source>
        <translation>Theo kết quả</translation>
    </message>
    <message>
        <source>setup.sound.neutral</source>
        <translation>Một tiếng chung</translation>
    </message>
    <message>
        <source>setup.sound.off</source>
        <translation>Tắt</translation>
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
        <translation>Không</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.auto</source>
        <translation>Tự động</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.on</source>
        <translation>Luôn hiện</translation>
    </message>
    <message>
        <source>setup.on_screen_keyboard.off</source>
        <translation>Không</translation>
    </message>
    <message>
        <source>setup.night_hour.off</source>
        <translation>Không</translation>
    </message>
    <message>
        <source>setup.none</source>
        <translation>Không dùng</translation>
    </message>
    <message>
        <source>setup.yes</source>
        <translation>Có</translation>
    </message>
    <message>
        <source>setup.no</source>
        <translation>Không</translation>
    </message>
    <message>
        <source>setup.minutes</source>
        <translation>{minutes} phút</translation>
    </message>
    <message>
        <source>setup.never</source>
        <translation>Không</translation>
    </message>
    <message>
        <source>setup.checkup.title</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>setup.checkup.looking</source>
        <translation>Đang kiểm tra… có thể mất nửa phút.</translation>
    </message>
    <message>
        <source>setup.checkup.bad</source>
        <translation>{bad} trong {all} mục cần xem lại; các mục đó đứng đầu.</translation>
    </message>
    <message>
        <source>setup.checkup.good</source>
        <translation>Cả {all} mục đều tốt.</translation>
    </message>
    <message>
        <source>setup.try_readers.title</source>
        <translation>Thử đầu đọc</translation>
    </message>
    <message>
        <source>setup.try_readers.ask</source>
        <translation>Đưa một mã bất kỳ vào từng đầu đọc</translation>
    </message>
    <message>
        <source>setup.try_readers.hint</source>
        <translation>Mã đọc ở đây không được ghi lại.</translation>
    </message>
    <message>
        <source>setup.pace.keys</source>
        <translation>{ms} ms/phím</translation>
    </message>
    <message>
        <source>setup.pace.decoded</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>setup.try_sounds.title</source>
        <translation>Thử loa</translation>
    </message>
    <message>
        <source>setup.try_sounds.ask</source>
        <translation>Bấm để nghe từng tiếng</translation>
    </message>
    <message>
        <source>setup.try_sounds.hint</source>
        <translation>Không nghe thấy gì: kiểm tra loa, dây và âm lượng của máy.</translation>
    </message>
    <message>
        <source>setup.sound_of.allow</source>
        <translation>Mời vào</translation>
    </message>
    <message>
        <source>setup.sound_of.check</source>
        <translation>Chờ kiểm tra</translation>
    </message>
    <message>
        <source>setup.sound_of.deny</source>
        <translation>Không được vào</translation>
    </message>
    <message>
        <source>setup.sound_of.unreadable</source>
        <translation>Không đọc được</translation>
    </message>
</context>
<context>
    <name>staff</name>
    <message>
        <source>staff.failed</source>
        <translation>Chưa ghi được. Thử lại; nếu vẫn không được, gọi người quản trị.</translation>
    </message>
    <message>
        <source>staff.still_there</source>
        <translation>Còn ai ở đó không? Màn hình tự xoá sau {seconds} giây.</translation>
    </message>
    <message>
        <source>staff.button.back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>staff.button.stay</source>
        <translation>Tôi còn ở đây</translation>
    </message>
    <message>
        <source>staff.button.confirm</source>
        <translation>Ghi nhận</translation>
    </message>
    <message>
        <source>staff.settle.admitted</source>
        <translation>Vì sao cho qua?</translation>
    </message>
    <message>
        <source>staff.settle.turned_away</source>
        <translation>Vì sao từ chối?</translation>
    </message>
    <message>
        <source>staff.settle.hint</source>
        <translation>Chọn một lý do, hoặc gõ lý do khác. Lý do được lưu cùng lượt.</translation>
    </message>
    <message>
        <source>staff.settle.other</source>
        <translation>Lý do khác</translation>
    </message>
    <message>
        <source>staff.reason.document_seen</source>
        <translation>Đã xem giấy tờ gốc</translation>
    </message>
    <message>
        <source>staff.reason.known</source>
        <translation>Biết rõ người này</translation>
    </message>
    <message>
        <source>staff.reason.superior</source>
        <translation>Lãnh đạo đồng ý</translation>
    </message>
    <message>
        <source>staff.reason.emergency</source>
        <translation>Trường hợp khẩn cấp</translation>
    </message>
    <message>
        <source>staff.reason.no_document</source>
        <translation>Không có giấy tờ</translation>
    </message>
    <message>
        <source>staff.reason.not_same_person</source>
        <translation>Không đúng người</translation>
    </message>
    <message>
        <source>staff.reason.not_expected</source>
        <translation>Không có hẹn</translation>
    </message>
    <message>
        <source>staff.reason.left</source>
        <translation>Người đó đã đi</translation>
    </message>
    <message>
        <source>staff.refusal.unknown_entry</source>
        <translation>Không tìm thấy lượt này.</translation>
    </message>
    <message>
        <source>staff.refusal.already_void</source>
        <translation>Lượt này đã được huỷ trước đó.</translation>
    </message>
    <message>
        <source>staff.refusal.not_a_check</source>
        <translation>Lượt này không cần kiểm tra.</translation>
    </message>
    <message>
        <source>staff.refusal.already_settled</source>
        <translation>Lượt này đã được xử lý trước đó.</translation>
    </message>
    <message>
        <source>staff.declare.title</source>
        <translation>Khai báo y tế</translation>
    </message>
    <message>
        <source>staff.declare.step</source>
        <translation>Câu {number}/{count}</translation>
    </message>
    <message>
        <source>staff.declare.yes</source>
        <translation>CÓ</translation>
    </message>
    <message>
        <source>staff.declare.no</source>
        <translation>KHÔNG</translation>
    </message>
    <message>
        <source>staff.declare.leave</source>
        <translation>Không khai báo</translation>
    </message>
    <message>
        <source>staff.declare.back</source>
        <translation>Câu trước</translation>
    </message>
    <message>
        <source>staff.declare.phone</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>staff.declare.phone_required</source>
        <translation>Nhập số điện thoại. Số nước ngoài: bắt đầu bằng 00.</translation>
    </message>
    <message>
        <source>staff.declare.phone_optional</source>
        <translation>Nhập số điện thoại, hoặc bỏ qua. Số nước ngoài: bắt đầu bằng 00.</translation>
    </message>
    <message>
        <source>staff.declare.skip</source>
        <translation>Bỏ qua</translation>
    </message>
    <message>
        <source>staff.declare.erase</source>
        <translation>Xoá</translation>
    </message>
    <message>
        <source>staff.declare.keeping</source>
        <translation>Đang ghi…</translation>
    </message>
    <message>
        <source>staff.declare.not_kept</source>
        <translation>Chưa ghi được khai báo.</translation>
    </message>
    <message>
        <source>staff.declare.again</source>
        <translation>Ghi lại</translation>
    </message>
    <message>
        <source>staff.look.title</source>
        <translation>CHỈ XEM – KHÔNG GHI</translation>
    </message>
    <message>
        <source>staff.look.hint</source>
        <translation>Đưa mã vào đầu đọc để xem. Không có lượt nào được ghi.</translation>
    </message>
    <message>
        <source>staff.look.done</source>
        <translation>Xong</translation>
    </message>
    <message>
        <source>staff.look.kind</source>
        <translation>Loại mã</translation>
    </message>
    <message>
        <source>staff.look.basis</source>
        <translation>Cách đọc</translation>
    </message>
    <message>
        <source>staff.look.number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>staff.look.valid</source>
        <translation>Hiệu lực</translation>
    </message>
    <message>
        <source>staff.look.issuer</source>
        <translation>Nơi cấp</translation>
    </message>
    <message>
        <source>staff.look.valid_since</source>
        <translation>từ {since}</translation>
    </message>
    <message>
        <source>staff.look.valid_until</source>
        <translation>đến {until}</translation>
    </message>
    <message>
        <source>staff.look.valid_since_until</source>
        <translation>{since} – {until}</translation>
    </message>
    <message>
        <source>staff.look.outcome_allow</source>
        <translation>Nếu ghi: ĐƯỢC QUA</translation>
    </message>
    <message>
        <source>staff.look.outcome_check</source>
        <translation>Nếu ghi: CẦN KIỂM TRA</translation>
    </message>
    <message>
        <source>staff.look.outcome_deny</source>
        <translation>Nếu ghi: KHÔNG ĐƯỢC QUA</translation>
    </message>
    <message>
        <source>staff.look.outcome_unreadable</source>
        <translation>KHÔNG ĐỌC ĐƯỢC MÃ NÀY</translation>
    </message>
    <message>
        <source>staff.typing.title</source>
        <translation>NHẬP TAY</translation>
    </message>
    <message>
        <source>staff.typing.mode.number</source>
        <translation>Số CCCD / CMND</translation>
    </message>
    <message>
        <source>staff.typing.mode.code</source>
        <translation>Mã thẻ khác</translation>
    </message>
    <message>
        <source>staff.typing.hint.number</source>
        <translation>Gõ 12 số của CCCD, hoặc 9 số của CMND cũ.</translation>
    </message>
    <message>
        <source>staff.typing.hint.code</source>
        <translation>Gõ mã in trên thẻ hoặc trên giấy.</translation>
    </message>
    <message>
        <source>staff.typing.way.in</source>
        <translation>VÀO</translation>
    </message>
    <message>
        <source>staff.typing.way.out</source>
        <translation>RA</translation>
    </message>
    <message>
        <source>staff.typing.count</source>
        <translation>{count}/12 số</translation>
    </message>
    <message>
        <source>staff.typing.confirm</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>staff.typing.heard</source>
        <translation>Không đọc được mã vừa quét. Quét lại, hoặc gõ tiếp.</translation>
    </message>
    <message>
        <source>staff.typing.doubt.province</source>
        <translation>Không tỉnh nào có mã {province}. Xem lại ba số đầu.</translation>
    </message>
    <message>
        <source>staff.typing.doubt.birth_year</source>
        <translation>Năm sinh {year} chưa tới. Xem lại số thứ 4 đến thứ 6.</translation>
    </message>
    <message>
        <source>staff.typing.said.province</source>
        <translation>Khai sinh tại: {province}</translation>
    </message>
    <message>
        <source>staff.typing.said.male</source>
        <translation>Khai sinh tại: {province} · Nam · sinh {year}</translation>
    </message>
    <message>
        <source>staff.typing.said.female</source>
        <translation>Khai sinh tại: {province} · Nữ · sinh {year}</translation>
    </message>
    <message>
        <source>staff.settle.taken_back</source>
        <translation>Vì sao huỷ lượt này?</translation>
    </message>
    <message>
        <source>staff.reason.wrong_way</source>
        <translation>Sai chiều</translation>
    </message>
    <message>
        <source>staff.reason.wrong_person</source>
        <translation>Nhầm người</translation>
    </message>
    <message>
        <source>staff.reason.twice</source>
        <translation>Đọc hai lần</translation>
    </message>
    <message>
        <source>staff.reason.trial</source>
        <translation>Đọc thử</translation>
    </message>
    <message>
        <source>staff.declare.still_there</source>
        <translation>Còn khai báo không? Sau {seconds} giây, lượt này phải chờ kiểm tra.</translation>
    </message>
</context>
</TS>
