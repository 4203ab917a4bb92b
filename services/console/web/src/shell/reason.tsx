import { Button, Form, Input } from 'antd'
import { useWords } from './words.ts'

/** Why something of a subscriber is seen or done, in one line of a form; it stands on the audit. @param offers what is said often */
export function Reason({ offers = [] }: { offers?: readonly string[] }) {
  const t = useWords()
  const form = Form.useFormInstance()
  return (
    <>
      <Form.Item
        name="reason"
        label={t('reason')}
        rules={[{ required: true, whitespace: true, min: 3, message: t('reasonNeeded') }]}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      {offers.length > 0 && (
        <div className="picks">
          {offers.map((offer) => (
            <Button key={offer} size="small" onClick={() => form.setFieldValue('reason', offer)}>
              {offer}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}
